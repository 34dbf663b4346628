package dataset

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// picture returns a PNG of 3×2 gray pixels, all of value v.
func picture(t testing.TB, v uint8) string {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 3, 2))
	for i := range img.Pix {
		img.SetGray(i%3, i/3, color.Gray{Y: v})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// tree makes a folder. Each entry is "path" (a picture), "path=content", "path/" (a folder) or "path>target"
// (a link). It becomes the working directory, so that tests use relative paths.
func tree(t testing.TB, entries ...string) {
	t.Helper()
	image := picture(t, 7)
	dir := t.TempDir()
	for _, entry := range entries {
		must(t, grow(dir, entry, image))
	}
	if t, ok := t.(*testing.T); ok {
		t.Chdir(dir)
	}
}

func grow(dir, entry, image string) error {
	name, content, hasContent := strings.Cut(entry, "=")
	link, target, isLink := strings.Cut(entry, ">")
	if isLink {
		name = link
	} else if !hasContent {
		content = image
	}
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	switch {
	case isLink:
		return os.Symlink(target, path)
	case strings.HasSuffix(name, "/"):
		return os.MkdirAll(path, 0o755)
	}
	return os.WriteFile(path, []byte(content), 0o644)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func names(d *Dataset) []string {
	var names []string
	for _, s := range d.Samples {
		names = append(names, s.Name)
	}
	return names
}

// same compares lists as they print.
func same(t testing.TB, what string, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s: got %q\nwant %q", what, got, want)
	}
}

// noted checks all notes, given as "kind: path" in any order.
func noted(t testing.TB, d *Dataset, want map[NoteKind][]string) {
	t.Helper()
	for _, kind := range noteKinds {
		same(t, string(kind), d.Noted(kind), want[kind])
	}
}
