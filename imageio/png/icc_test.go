package png

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
)

// profiled is a small file with an iCCP chunk of this content, behind what stands before.
func profiled(content []byte, before ...any) []byte {
	return grayFile(1, 1, append(before, "iCCP", content, "IDAT", []byte{}, "IEND", []byte{})...)
}

func TestICC(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	profile := make([]byte, 5000)
	for i := range profile {
		profile[i] = byte(r.IntN(20))
	}
	content := append([]byte("some name\x00\x00"), deflated(t, profile, 9)...)
	if got := ICC(profiled(content, "gAMA", []byte{0, 0, 1, 2})); !bytes.Equal(got, profile) {
		t.Errorf("got %d bytes, want %d", len(got), len(profile))
	}
	wrong := profiled(content)
	wrong[60] ^= 1
	for what, data := range map[string][]byte{
		"no file":             nil,
		"no profile":          grayFile(1, 1, "IDAT", []byte{}),
		"a wrong checksum":    wrong,
		"a cut file":          profiled(content)[:200],
		"a cut stream":        profiled(content[:len(content)-9]),
		"behind a palette":    profiled(content, "PLTE", []byte{1, 2, 3}),
		"behind pixels":       profiled(content, "IDAT", []byte{}),
		"no content":          profiled(nil),
		"no name":             profiled([]byte("\x00\x00x")),
		"no end of the name":  profiled([]byte("name")),
		"no method":           profiled([]byte("name\x00")),
		"an unknown method":   profiled(append([]byte("name\x00\x01"), content[11:]...)),
		"a name of 80 bytes":  profiled(append(bytes.Repeat([]byte{'n'}, 80), content[9:]...)),
		"no stream":           profiled([]byte("name\x00\x00")),
		"something else":      profiled([]byte("name\x00\x00something else")),
		"more than a profile": profiled(append([]byte("name\x00\x00"), deflated(t, make([]byte, mostICC+1), 9)...)),
	} {
		if got := ICC(data); got != nil {
			t.Errorf("%s: got %d bytes", what, len(got))
		}
	}
}

// TestICCBomb: a profile that is many times what the file has is given up on.
func TestICCBomb(t *testing.T) {
	bomb := profiled(append([]byte("bomb\x00\x00"), deflated(t, make([]byte, 4*mostICC), 9)...))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got := ICC(bomb)
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; got != nil || taken > 8*mostICC {
		t.Errorf("%d bytes, %d MB taken", len(got), taken>>20)
	}
}

func TestICCOfFiles(t *testing.T) {
	for name, want := range map[string]bool{"01_pngsuite/extra_valid/icc_profile.png": true, "01_pngsuite/extra_valid/icc_profile_none.png": false,
		"03_hostile/crafted/png_iccp_bomb.png": false} {
		data, err := os.ReadFile(testdata.Shared(t, filepath.Join("conformance", name)))
		if err != nil {
			t.Fatal(err)
		}
		got := ICC(data)
		if (got != nil) != want || want && string(got[36:40]) != "acsp" {
			t.Errorf("%s: a profile of %d bytes", name, len(got))
		}
	}
}

// FuzzICC: whatever the bytes, there is no panic, and no profile is larger than one may be.
func FuzzICC(f *testing.F) {
	f.Add([]byte("name\x00\x00" + string(deflated(f, []byte("profile"), 9))))
	f.Add([]byte("\x00"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if got := ICC(profiled(content)); len(got) > mostICC || len(got) > 1032*len(content) {
			t.Errorf("%d bytes of %d", len(got), len(content))
		}
	})
}
