package testdata

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// seedBytes is the largest seed: fuzzing is slow where files are large.
const seedBytes = 12 << 10

// Seeds returns the small files of the conformance data whose names have one of the endings, for fuzz tests to start
// from: valid ones, hostile ones, rare variants. Where the data isn't there are none.
func Seeds(t testing.TB, endings ...string) [][]byte {
	t.Helper()
	var seeds [][]byte
	for _, folder := range []string{"01_pngsuite", "02_jpeg", "03_hostile", "08_other_formats"} {
		err := filepath.WalkDir(shared("conformance/"+folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() || !slices.Contains(endings, filepath.Ext(path)) {
				return nil
			}
			if info, err := d.Info(); err != nil || info.Size() > seedBytes {
				return err
			}
			data, err := os.ReadFile(path)
			seeds = append(seeds, data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return seeds
}
