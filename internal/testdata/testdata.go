// Package testdata finds the data that tests use: the larger conformance collection outside the repository,
// and NumPy arrays.
package testdata

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Shared returns the path of a file or folder of the shared data folder, and skips the test where that is absent.
// The environment variable SACCADE_DATA names the folder; the default is ../shared/data, seen from the
// repository's root.
func Shared(t testing.TB, name string) string {
	t.Helper()
	path := shared(name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("conformance data is not here (set SACCADE_DATA to its folder): %v", err)
	}
	return path
}

func shared(name string) string {
	root := os.Getenv("SACCADE_DATA")
	if root == "" {
		root = filepath.Join(Root(), "..", "shared", "data")
	}
	return filepath.Join(root, filepath.FromSlash(name))
}

// Root returns the repository's root.
func Root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(filepath.Dir(filepath.Dir(file)))
}
