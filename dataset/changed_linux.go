package dataset

import (
	"io/fs"
	"syscall"
	"time"
)

// changed returns when a file's content, name or rights were changed last; the zero Time if the system doesn't tell.
func changed(info fs.FileInfo) time.Time {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return time.Unix(s.Ctim.Unix())
	}
	return time.Time{}
}
