package jpeg

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

func readTest(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// testFiles returns the names of the committed files, without folder and ending.
func testFiles(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/files/*.jpg")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	for i, path := range paths {
		paths[i] = strings.TrimSuffix(filepath.Base(path), ".jpg")
	}
	return paths
}

func testFile(t testing.TB, name string) []byte {
	t.Helper()
	return readTest(t, filepath.Join("testdata/files", name+".jpg"))
}

// pnm writes a picture as djpeg does.
func pnm(x *tensor.Tensor) []byte {
	kind, n := 4+x.C/2+1, x.H*x.W
	b := fmt.Appendf(nil, "P%d\n%d %d\n255\n", kind, x.W, x.H)
	for i := range n {
		for c := range x.C {
			b = append(b, x.U8[c*n+i])
		}
	}
	return b
}

// TestGolden: the committed files have the pixels of libjpeg-turbo, in all scales, and only the damaged ones give an
// error.
func TestGolden(t *testing.T) {
	var goldens map[string]map[int]string
	if err := json.Unmarshal(readTest(t, "testdata/goldens.json"), &goldens); err != nil {
		t.Fatal(err)
	}
	var d Decoder
	var got tensor.Tensor
	for name, pictures := range goldens {
		for scale, want := range pictures {
			err := d.Decode(&got, testFile(t, name), Options{Scale: scale})
			var damage *DamageError
			if strings.HasPrefix(name, "damaged_") && !errors.As(err, &damage) || !strings.HasPrefix(name, "damaged_") && err != nil {
				t.Errorf("%s at 1/%d: %v", name, scale, err)
				continue
			}
			if sum := fmt.Sprintf("%x", sha256.Sum256(pnm(&got))); sum != want {
				t.Errorf("%s at 1/%d: another picture, %v", name, scale, got.Spec)
			}
		}
	}
}
