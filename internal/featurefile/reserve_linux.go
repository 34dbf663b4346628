package featurefile

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// reserve takes the disk space for the file, and reports if there isn't so much. File systems that can't tell are left to
// find out.
func reserve(f *os.File, size int64) error {
	err := unix.Fallocate(int(f.Fd()), 0, 0, size)
	if errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) || errors.Is(err, unix.EFBIG) {
		return err
	}
	return nil
}
