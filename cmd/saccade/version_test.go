package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"testing"
)

func TestVersion(t *testing.T) {
	program := fmt.Sprintf(" %s %s/%s", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	for want, info := range map[string]*debug.BuildInfo{
		"unknown": {},
		"v1.2.3":  {Main: debug.Module{Version: "v1.2.3"}},
		"(devel) (0123456789ab)": {Main: debug.Module{Version: "(devel)"}, Settings: []debug.BuildSetting{
			{Key: "vcs.revision", Value: "0123456789abcdef"}, {Key: "vcs.modified", Value: "false"}}},
		"v1.2.4-0.x (01, modified)": {Main: debug.Module{Version: "v1.2.4-0.x"}, Settings: []debug.BuildSetting{
			{Key: "vcs.revision", Value: "01"}, {Key: "vcs.modified", Value: "true"}}},
	} {
		if got := buildOf(info).String(); got != want+program {
			t.Errorf("%q, want %q", got, want+program)
		}
	}
	stdout, stderr := must(t, 0, "--version")
	if stdout != "saccade "+thisBuild().String()+"\n" || stderr != "" {
		t.Errorf("%q, %q", stdout, stderr)
	}
}
