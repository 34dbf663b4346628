package imageio

import "os"

// OpenRegular opens the file at path as [ReadFile] does: links are followed, and what is no regular file is an error and is
// never opened nor waited for. Errors don't have the path.
func OpenRegular(path string) (*os.File, error) {
	f, _, err := openRegular(path)
	return f, err
}
