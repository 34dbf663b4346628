//go:build !unix

package atomicfile

// nonblock is nothing where there are no named pipes in the file system.
const nonblock = 0
