package harness

import "runtime/debug"

// ModuleVersion returns the version of a module that is linked in.
func ModuleVersion(path string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "?"
	}
	for _, m := range info.Deps {
		if m.Path == path {
			return m.Version
		}
	}
	return "?"
}

// Tags returns the tags that the program was built with, as words that can follow a version.
func Tags() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "-tags" {
			return " with tags " + s.Value
		}
	}
	return ""
}
