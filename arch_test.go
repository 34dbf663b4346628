package saccade_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/saccade-go/saccade"

// arrows has, for each package, which of the module's own packages it may import, as docs/architecture.md draws them.
// Everything may import tensor; a trailing /... means a folder and all below it.
var arrows = []struct {
	pkg string
	may []string
}{
	{"tensor", nil},
	{"internal/scratch", []string{"tensor"}},
	{"internal/testdata", nil},
	{"internal/kernel", nil},
	{"internal/filelock", nil},
	{"internal/atomicfile", []string{"internal/filelock"}},
	{"internal/spool", []string{"internal/atomicfile"}},
	{"internal/npy", nil},
	{"internal/tfrecord", nil},
	{"internal/arrowipc", nil},
	{"internal/parquetfile", nil},
	{"internal/hdf5", nil},
	{"internal/safetensors", nil},
	{"internal/mmap", nil},
	{"internal/featurefile", []string{"internal/mmap", "internal/safetensors"}},
	{"internal/visible", nil},
	{"internal/spell", nil},
	{"internal/report", []string{"tensor", "internal/visible", "classifier"}},
	{"internal/cluster", []string{"tensor", "internal/kernel", "internal/scratch"}},
	{"colorspace", []string{"tensor", "internal/kernel", "internal/scratch"}},
	{"imgproc", []string{"tensor", "internal/kernel", "internal/scratch", "colorspace"}},
	{"imgproc/effects", []string{"tensor"}},
	{"features", []string{"tensor", "internal/cluster", "internal/kernel", "internal/scratch", "colorspace"}},
	{"internal/icc", []string{"tensor", "internal/kernel", "internal/scratch", "colorspace"}},
	{"imageio", []string{"tensor", "internal/icc", "internal/kernel", "internal/scratch", "imageio/jpeg", "imageio/png"}},
	{"imageio/jpeg", []string{"tensor", "internal/kernel", "internal/scratch"}},
	{"imageio/png", []string{"tensor"}},
	{"imagehash", []string{"tensor", "internal/scratch", "imageio", "imgproc"}},
	{"pipeline", []string{"tensor", "internal/kernel", "internal/scratch", "internal/spell", "imageio", "colorspace", "imgproc", "features"}},
	{"pipeline/stagetest", []string{"tensor", "internal/testdata"}},
	{"autodiff", []string{"tensor", "internal/kernel", "internal/scratch"}},
	{"classifier", []string{"tensor", "internal/kernel", "internal/scratch", "internal/atomicfile", "internal/safetensors", "autodiff"}},
	{"dataset", []string{"tensor", "internal/scratch", "internal/atomicfile", "internal/filelock", "internal/hdf5", "internal/npy", "internal/safetensors", "internal/spell", "internal/spool", "internal/tfrecord", "internal/arrowipc", "internal/parquetfile", "imageio", "imageio/png"}},
	{"dataset/download", []string{"internal/atomicfile", "internal/filelock", "dataset"}},
	{"dataset/blob", []string{"dataset"}},
	{".", []string{"tensor", "internal/atomicfile", "internal/featurefile", "internal/kernel", "internal/safetensors", "internal/spell", "imageio", "colorspace", "imgproc", "features", "pipeline", "classifier", "dataset"}},
	{"internal/survey", []string{"tensor", "internal/scratch", "imageio", "imgproc", "imagehash", "pipeline", "dataset"}},
	{"internal/weightmap", []string{"tensor", "imgproc", "features", "pipeline"}},
	{"internal/gallery", []string{"*"}},
	{"internal/reportpictures", nil},
	{"cmd/...", []string{"*"}},
	{"examples/...", []string{"*"}},
}

// TestImports holds every import of the module's packages against the arrows, tests aside.
func TestImports(t *testing.T) {
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "_") || d.Name() == "testdata" && !strings.Contains(path, "internal") || d.Name() == "bench") {
			return fs.SkipDir
		}
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			checkFile(t, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkFile(t *testing.T, path string) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	pkg := filepath.ToSlash(filepath.Dir(path))
	may, known := allowed(pkg)
	if !known {
		t.Errorf("package %s has no place in the arrows of this test and in docs/architecture.md", pkg)
		return
	}
	for _, imp := range file.Imports {
		name, err := strconv.Unquote(imp.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if name == "C" {
			t.Errorf("%s uses cgo", path)
		}
		if name != module && !strings.HasPrefix(name, module+"/") {
			continue
		}
		name = strings.TrimPrefix(strings.TrimPrefix(name, module), "/")
		if !slices.Contains(may, name) && !slices.Contains(may, "*") {
			t.Errorf("%s: package %s may import %v, not %s", path, pkg, may, name)
		}
	}
}

func allowed(pkg string) (may []string, known bool) {
	for _, a := range arrows {
		folder, below := strings.CutSuffix(a.pkg, "/...")
		if a.pkg == pkg || below && strings.HasPrefix(pkg, folder+"/") {
			return a.may, true
		}
	}
	return nil, false
}
