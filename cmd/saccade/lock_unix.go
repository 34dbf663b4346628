//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package main

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lock takes file for this process until it closes it or ends, and refuses if another run has it. File systems that
// know no locks are no reason not to write.
func lock(file *os.File) error {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return fmt.Errorf("%s: wanted to be the only run that writes it, found another one at work", file.Name())
	}
	return nil
}
