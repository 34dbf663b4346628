package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is what the Go tool wrote into the program about the module.
func version() string { return thisBuild().version }

// A build is what the Go tool writes into a program.
type build struct {
	version  string
	revision string // of the working copy that it was made of, "" if it was none
	modified bool   // the working copy had changes
}

func thisBuild() build {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = new(debug.BuildInfo)
	}
	return buildOf(info)
}

func buildOf(info *debug.BuildInfo) build {
	b := build{version: info.Main.Version}
	if b.version == "" {
		b.version = "unknown"
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.revision = s.Value
		case "vcs.modified":
			b.modified = s.Value == "true"
		}
	}
	return b
}

// String is the line of --version, without the program's name.
func (b build) String() string {
	text := b.version
	if b.revision != "" {
		text += " (" + b.revision[:min(len(b.revision), 12)]
		if b.modified {
			text += ", modified"
		}
		text += ")"
	}
	return fmt.Sprintf("%s %s %s/%s", text, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
