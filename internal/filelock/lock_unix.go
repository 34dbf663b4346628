//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package filelock

import (
	"errors"
	"os"
	"syscall"
)

// Try takes file for this process until it closes it or ends, and reports what came of it.
func Try(file *os.File) State {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	switch {
	case err == nil:
		return Taken
	case errors.Is(err, syscall.EWOULDBLOCK):
		return Busy
	}
	return Unknown
}
