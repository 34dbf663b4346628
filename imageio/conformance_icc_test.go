package imageio

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

type iccExpected struct {
	Stored   [][3]float64 `json:"patches_stored"`
	Profiles map[string]struct {
		Description string
		SRGB8       map[string][][3]float64 `json:"srgb8"`
	}
}

func readICCExpected(t *testing.T) (folder string, e iccExpected) {
	folder = testdata.Shared(t, "conformance/02_jpeg/icc_patches")
	if err := json.Unmarshal(readTest(t, filepath.Join(folder, "expected.json")), &e); err != nil || len(e.Profiles) < 4 {
		t.Fatal(len(e.Profiles), err)
	}
	return folder, e
}

// patches is the middle of each of the 8×2 patches of 16×16 pixels, in bytes.
func patches(t *testing.T, x *tensor.Tensor) (got [][3]float64) {
	t.Helper()
	if x.Space != tensor.RGB || x.H != 32 || x.W != 128 {
		t.Fatalf("a picture of %v", x.Spec)
	}
	for i := range 16 {
		var p [3]float64
		for c := range p {
			at := (i/8*16+8)*x.W + i%8*16 + 8
			if x.DType == tensor.Uint8 {
				p[c] = float64(x.Plane8(c)[at])
			} else {
				p[c] = 255 * float64(x.Plane32(c)[at])
			}
		}
		got = append(got, p)
	}
	return got
}

func nearPatches(t *testing.T, what string, got, want [][3]float64, tolerance float64) {
	t.Helper()
	for i, w := range want {
		for c := range w {
			if d := got[i][c] - w[c]; !(d <= tolerance && d >= -tolerance) {
				t.Errorf("%s: patch %d is %v, want %v", what, i, got[i], w)
				break
			}
		}
	}
}

// TestICCPatches: PNG and JPEG with four profiles are what LittleCMS makes of them, to the 2 of 255 that its 8-bit way
// differs itself, and as stored without the option.
func TestICCPatches(t *testing.T) {
	folder, expected := readICCExpected(t)
	for name, profile := range expected.Profiles {
		for _, end := range []string{".png", ".jpg"} {
			data := readTest(t, filepath.Join(folder, name+end))
			for _, dtype := range []tensor.DType{tensor.Uint8, tensor.Float32} {
				got, err := Decode(data, Options{ICC: Convert, DType: dtype})
				if err != nil {
					t.Fatal(name, err)
				}
				nearPatches(t, name+end, patches(t, got), profile.SRGB8["relcol"], 2)
			}
			plain, err := Decode(data, Options{})
			if err != nil {
				t.Fatal(name, err)
			}
			nearPatches(t, name+end+" as stored", patches(t, plain), expected.Stored, 2)
			info, err := ReadInfo(data)
			if err != nil || info.Profile != profile.Description || info.ProfileErr != nil || info.ICC == nil {
				t.Errorf("%s: profile %q, %v, %v, want %q", name, info.Profile, info.ProfileErr, err, profile.Description)
			}
		}
	}
}

// TestPNGColourChunks: cICP of Display P3 is as its profile, sRGB leaves pixels alone, and gAMA is a power.
func TestPNGColourChunks(t *testing.T) {
	folder, expected := readICCExpected(t)
	for name, c := range map[string]struct {
		chunk string
		want  [][3]float64
	}{
		"chunk_cicp_p3":    {"cICP", expected.Profiles["displayp3"].SRGB8["relcol"]},
		"chunk_srgb_chunk": {"sRGB", expected.Stored},
	} {
		data := readTest(t, filepath.Join(folder, name+".png"))
		got, err := Decode(data, Options{ICC: Convert})
		if err != nil {
			t.Fatal(err)
		}
		nearPatches(t, name, patches(t, got), c.want, 1)
		if info, err := ReadInfo(data); err != nil || info.Profile != c.chunk || info.ProfileErr != nil || info.ICC != nil {
			t.Errorf("%s: %q, %v, %v", name, info.Profile, info.ProfileErr, err)
		}
	}
}
