package dataset

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/saccade-go/saccade/tensor"
)

func TestFingerprintOfFiles(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.png")
	then := time.Now().Add(-time.Hour)
	write := func(path, content string, modified time.Time) {
		t.Helper()
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, modified, modified); err != nil {
			t.Fatal(err)
		}
	}
	of := func(s Sample) [32]byte {
		t.Helper()
		sum, err := s.Fingerprint()
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	s := Sample{Name: path, Path: path, Label: 1}
	write(path, "abc", then)
	before := of(s)
	s.Label = 2
	if of(s) != before {
		t.Error("it depends on the label")
	}
	for what, change := range map[string]func() Sample{
		"another size":          func() Sample { write(path, "abcd", then); return s },
		"a nanosecond's change": func() Sample { write(path, "abc", then.Add(time.Nanosecond)); return s },
		"another name":          func() Sample { return Sample{Name: "b", Path: path} },
		"another file": func() Sample {
			write(path+"2", "abc", then)
			return Sample{Name: path, Path: path + "2"}
		},
	} {
		changed := change()
		if of(changed) == before {
			t.Errorf("%s isn't noticed", what)
		}
		write(path, "abc", then)
		if of(s) != before {
			t.Errorf("behind %s it stays another one", what)
		}
	}
	t.Chdir(dir)
	here := of(Sample{Name: "a.png", Path: "a.png"})
	other := t.TempDir()
	write(filepath.Join(other, "a.png"), "abc", then)
	t.Chdir(other)
	if of(Sample{Name: "a.png", Path: "a.png"}) == here {
		t.Error("the same name in another folder isn't noticed")
	}
	if _, err := (Sample{Name: "x", Path: "nowhere"}).Fingerprint(); err == nil {
		t.Error("a file that isn't there has one")
	}
}

func TestFingerprintOfPictures(t *testing.T) {
	gray := tensor.New(tensor.Spec{DType: tensor.Uint8, Space: tensor.Gray, C: 1, H: 2, W: 3})
	same, turned, changed := *gray, *gray, tensor.New(gray.Spec)
	turned.H, turned.W = 3, 2
	changed.U8[4] = 1
	floats := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 2, W: 3})
	other := tensor.New(floats.Spec)
	other.F32[5] = 0.5
	seen := map[[32]byte]bool{}
	for _, s := range []Sample{
		InMemory("a", 0, gray), InMemory("b", 0, gray), InMemory("a", 0, &turned), InMemory("a", 0, changed),
		InMemory("a", 0, floats), InMemory("a", 0, other),
	} {
		sum, err := s.Fingerprint()
		if err != nil || seen[sum] {
			t.Errorf("%s: the same as another, or %v", s.Name, err)
		}
		seen[sum] = true
	}
	if sum, err := InMemory("a", 7, &same).Fingerprint(); err != nil || !seen[sum] {
		t.Errorf("equal pictures differ, or %v", err)
	}
}
