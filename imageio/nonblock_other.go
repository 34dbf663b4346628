//go:build !unix

package imageio

// nonblock is nothing where files are not pipes.
const nonblock = 0
