package icc

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// changed is a copy of data with bytes replaced at an offset.
func changed(data []byte, at int, with string) []byte {
	out := slices.Clone(data)
	copy(out[at:], with)
	return out
}

// entry is where the entry of a tag stands.
func entry(t testing.TB, data []byte, name string) int {
	t.Helper()
	at := headerSize + 4
	for ; at+tagEntrySize <= len(data); at += tagEntrySize {
		if string(data[at:at+4]) == name {
			return at
		}
	}
	t.Fatalf("no tag %s", name)
	return 0
}

// content is where a tag's bytes stand.
func content(t testing.TB, data []byte, name string) int {
	return int(binary.BigEndian.Uint32(data[entry(t, data, name)+4:]))
}

// transform is Parse and Transform.
func transform(data []byte) (*Transform, error) {
	p, err := Parse(data)
	if err != nil {
		return nil, err
	}
	return p.Transform()
}

// TestRefused: each fault has its own message, which says what was wanted and what was found.
func TestRefused(t *testing.T) {
	p3, kinds, table, gray := readProfile(t, "p3"), readProfile(t, "kinds"), readProfile(t, "srgb_table"), readProfile(t, "gray_gamma")
	huge := "\xff\xff\xff\xff"
	zeroXYZ := strings.Repeat("\x00", 12)
	flat := changed(p3, content(t, p3, "gXYZ"), string(p3[content(t, p3, "rXYZ"):][:20]))
	for what, c := range map[string]struct {
		data []byte
		want string
	}{
		"nothing":              {nil, "0 bytes"},
		"a cut header":         {p3[:131], "131 bytes"},
		"a cut profile":        {p3[:len(p3)-1], "of "},
		"too large":            {make([]byte, MaxSize+1), "16 MiB"},
		"another file":         {changed(p3, 36, "abcd"), "abcd"},
		"version 5":            {changed(p3, 8, "\x05"), "version 2 or 4, found 5"},
		"huge size":            {changed(p3, 0, huge), "4294967295"},
		"huge tag count":       {changed(p3, headerSize, huge), "4294967295 tags"},
		"huge tag count, wrap": {changed(p3, headerSize, "\x15\x55\x55\x56"), "tags in"},
		"no tags":              {changed(p3, headerSize, "\x00\x00\x00\x00"), "rXYZ, found none"},
		"CMYK":                 {changed(p3, 16, "CMYK"), "found CMYK"},
		"Lab":                  {changed(p3, 16, "Lab "), "found Lab"},
		"by way of Lab":        {changed(p3, 20, "Lab "), "XYZ, found Lab"},
		"a device link":        {changed(p3, 12, "link"), `"link"`},
		"named colours":        {changed(p3, 12, "nmcl"), `"nmcl"`},
		"tables":               {changed(p3, entry(t, p3, "wtpt"), "A2B0"), "tables (tag A2B0)"},
		"other tables":         {changed(p3, entry(t, p3, "wtpt"), "D2B1"), "tables (tag D2B1)"},
		"tables of gray":       {changed(gray, entry(t, gray, "wtpt"), "A2B1"), "tables (tag A2B1)"},
		"no curve":             {changed(p3, entry(t, p3, "gTRC"), "xTRC"), "gTRC, found none"},
		"no gray curve":        {changed(gray, entry(t, gray, "kTRC"), "xTRC"), "kTRC, found none"},
		"offset outside":       {changed(p3, entry(t, p3, "gTRC")+4, huge), "gTRC within the profile"},
		"size outside":         {changed(p3, entry(t, p3, "bTRC")+8, huge), "bTRC within the profile"},
		"offset at the end":    {changed(p3, entry(t, p3, "bTRC")+4, string(binary.BigEndian.AppendUint32(nil, uint32(len(p3)-7)))), "bTRC within"},
		"no size":              {changed(p3, entry(t, p3, "bTRC")+8, "\x00\x00\x00\x07"), "7 bytes"},
		"a short colorant":     {changed(p3, entry(t, p3, "bXYZ")+8, "\x00\x00\x00\x13"), "of 19 bytes"},
		"colorant as a curve":  {changed(p3, content(t, p3, "rXYZ"), "curv"), `"curv"`},
		"a curve as a text":    {changed(p3, content(t, p3, "rTRC"), "text"), `"text"`},
		"function 5":           {changed(p3, content(t, p3, "rTRC")+8, "\x00\x05"), "0 to 4 in tag rTRC, found 5"},
		"few parameters":       {changed(p3, entry(t, p3, "rTRC")+8, "\x00\x00\x00\x1f"), "parameters of the curve in tag rTRC"},
		"a curve of 11 bytes":  {changed(p3, entry(t, p3, "rTRC")+8, "\x00\x00\x00\x0b"), "11 bytes"},
		"a table of 11 bytes":  {changed(table, entry(t, table, "rTRC")+8, "\x00\x00\x00\x0b"), "11 bytes"},
		"exponent 0":           {changed(p3, content(t, p3, "rTRC")+12, "\x00\x00\x00\x00"), "exponent above 0"},
		"exponent below 0":     {changed(p3, content(t, p3, "rTRC")+12, huge), "exponent above 0"},
		"gamma 0":              {changed(gray, content(t, gray, "kTRC")+12, "\x00\x00"), "exponent above 0"},
		"no slope":             {changed(kinds, content(t, kinds, "gTRC")+16, "\x00\x00\x00\x00"), "a = 0"},
		"a huge table":         {changed(table, content(t, table, "rTRC")+8, huge), "4294967295 values"},
		"black colorants":      {changed(p3, content(t, p3, "rXYZ")+8, zeroXYZ), "a determinant of 0"},
		"colorants in a plane": {flat, "determinant"},
	} {
		_, err := transform(c.data)
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", what, err, c.want)
		}
	}
}

// TestCut: a profile that ends anywhere is refused, whatever its header says.
func TestCut(t *testing.T) {
	for _, name := range []string{"p3", "table_2", "gray_table"} {
		data := readProfile(t, name)
		last := 0 // behind the last byte that counts
		for _, tag := range []string{"rTRC", "gTRC", "bTRC", "rXYZ", "gXYZ", "bXYZ", "kTRC"} {
			if p, err := Parse(data); err != nil {
				t.Fatal(err)
			} else if at, size, ok := p.find(tag); ok {
				last = max(last, int(at+size))
			}
		}
		for n := range last {
			cut := slices.Clone(data[:n])
			if n >= 4 {
				binary.BigEndian.PutUint32(cut, uint32(n))
			}
			if _, err := transform(cut); err == nil {
				t.Errorf("%s: %d of %d bytes are enough", name, n, len(data))
			}
		}
	}
}

// TestExtremeCurves: parameters at the ends of their range give light of 0..1.
func TestExtremeCurves(t *testing.T) {
	data := readProfile(t, "kinds_4")
	at := content(t, data, "rTRC") + 12
	ends := []string{"\x7f\xff\xff\xff", "\x80\x00\x00\x00", "\x00\x00\x00\x01", "\xff\xff\xff\xff", "\x00\x00\x00\x00"}
	for i := range 7 {
		for _, end := range ends {
			for kind := range 5 {
				d := changed(changed(data, at-4, "\x00"+string(rune(kind))), at+4*i, end)
				if tr, err := transform(d); err == nil {
					checkPixels(t, tr)
				}
			}
		}
	}
}

// checkPixels holds what tr makes of some pixels to 0..1 and to each other.
func checkPixels(t *testing.T, tr *Transform) {
	t.Helper()
	n := 3
	if tr.gray {
		n = 1
	}
	planes := make([][]uint8, n)
	for c := range planes {
		for i := range 256 {
			planes[c] = append(planes[c], uint8(i*(2*c+1)+c))
		}
	}
	eight, floats := convert(tr, planes)
	for c := range planes {
		for i, v := range floats[c] {
			if !(v >= 0 && v <= 1) || math.Abs(255*float64(v)-float64(eight[c][i])) > 0.51 {
				t.Fatalf("channel %d of pixel %d is %v and %d", c, i, v, eight[c][i])
			}
		}
	}
}

func TestChromaticRefuses(t *testing.T) {
	for what, change := range map[string]func(*Chromaticities){
		"no white":     func(c *Chromaticities) { c.White = [2]float64{} },
		"NaN":          func(c *Chromaticities) { c.White[1] = math.NaN() },
		"NaN of red":   func(c *Chromaticities) { c.Red[0] = math.NaN() },
		"infinite":     func(c *Chromaticities) { c.Green[0] = math.Inf(1) },
		"two the same": func(c *Chromaticities) { c.Green = c.Red },
		"a line": func(c *Chromaticities) {
			c.Red, c.Green, c.Blue = [2]float64{0.1, 0.1}, [2]float64{0.2, 0.2}, [2]float64{0.3, 0.3}
		},
		"black white":   func(c *Chromaticities) { c.White = [2]float64{40, 1e-9} },
		"no such white": func(c *Chromaticities) { c.White = [2]float64{0, 1} },
	} {
		c := Rec709
		change(&c)
		tr, err := Chromatic(c, SRGB())
		if err == nil {
			checkPixels(t, tr)
			t.Errorf("%s was accepted", what)
		}
	}
}

// FuzzParse: whatever the bytes, there is an *Error or a conversion that gives 0..1.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/profiles/*.icc")
	if err != nil || len(files) != 15 {
		f.Fatal(files, err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		before := slices.Clone(data)
		p, err := Parse(data)
		if err == nil {
			if len(p.Description) > 4*maxDescription || strings.ContainsAny(p.Description, "\n\x00\x1b") {
				t.Errorf("description %q", p.Description)
			}
			var tr *Transform
			if tr, err = p.Transform(); err == nil {
				checkPixels(t, tr)
			}
		}
		if e := (*Error)(nil); err != nil && (!errors.As(err, &e) || e.Want == "" || e.Found == "") {
			t.Errorf("%#v", err)
		}
		if !bytes.Equal(before, data) {
			t.Error("the profile was changed")
		}
	})
}
