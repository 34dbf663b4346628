//go:build unix

package atomicfile

import "syscall"

// nonblock opens a named pipe without waiting for somebody who reads it.
const nonblock = syscall.O_NONBLOCK
