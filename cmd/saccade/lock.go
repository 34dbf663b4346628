package main

import (
	"fmt"
	"os"

	"github.com/saccade-go/saccade/internal/filelock"
)

// lock takes file for this process until it closes it or ends, and refuses if another run has it. File systems that
// know no locks are no reason not to write.
func lock(file *os.File) error {
	if filelock.Try(file) == filelock.Busy {
		return fmt.Errorf("%s: wanted to be the only run that writes it, found another one at work", file.Name())
	}
	return nil
}
