package jpeg

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// parsePNM returns a binary PGM or PPM file of 8 bits as a tensor.
func parsePNM(t testing.TB, b []byte) *tensor.Tensor {
	t.Helper()
	r := bufio.NewReader(bytes.NewReader(b))
	var kind string
	var w, h, most int
	if _, err := fmt.Fscanf(r, "%s\n%d %d\n%d\n", &kind, &w, &h, &most); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	space := map[string]tensor.Space{"P5": tensor.Gray, "P6": tensor.RGB}[kind]
	x := tensor.New(tensor.Spec{Space: space, C: space.Channels(), H: h, W: w})
	for i, v := range rest {
		x.U8[i%x.C*h*w+i/x.C] = v
	}
	return x
}

func compare(t testing.TB, what string, got, want *tensor.Tensor) {
	t.Helper()
	if got.Spec != want.Spec {
		t.Errorf("%s: got %v, want %v", what, got.Spec, want.Spec)
		return
	}
	wrong, first := 0, 0
	for i, v := range want.U8 {
		if got.U8[i] != v {
			if wrong == 0 {
				first = i
			}
			wrong++
		}
	}
	if wrong > 0 {
		n := got.H * got.W
		t.Errorf("%s: %d of %d values differ, the first in channel %d at %d,%d: got %d, want %d", what, wrong, len(want.U8),
			first/n, first%n%got.W, first%n/got.W, got.U8[first], want.U8[first])
	}
}

// TestConformance: every file of the collection is equal to libjpeg-turbo's picture of it.
func TestConformance(t *testing.T) {
	ref := testdata.Shared(t, "conformance/02_jpeg/gen_ref")
	files, err := filepath.Glob(filepath.Join(filepath.Dir(ref), "gen", "*.jpg"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var d Decoder
	var got tensor.Tensor
	equal := 0
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".jpg")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Decode(&got, data, Options{}); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want, err := os.ReadFile(filepath.Join(ref, name+".fancy.pnm"))
		if err != nil {
			t.Log(err)
			continue // CMYK
		}
		compare(t, name, &got, parsePNM(t, want))
		equal++
	}
	t.Logf("%d files compared", equal)
}
