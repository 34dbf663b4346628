package main

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestSizeFlag(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "17": 17, "17B": 17, "2GiB": 2 << 30, "2g": 2 << 30, "1.5MB": 1500000, "3 kib": 3072, "1T": 1 << 40} {
		var f sizeFlag
		if err := f.Set(text); err != nil || int64(f) != want {
			t.Errorf("%s: %d, %v; want %d", text, f, err, want)
		}
		var again sizeFlag
		if err := again.Set(f.String()); err != nil || again != f {
			t.Errorf("%s is written %s: %d, %v", text, f.String(), again, err)
		}
	}
	for _, text := range []string{"", "GiB", "-1", "x", "1e30", "nan", "1 2"} {
		if err := new(sizeFlag).Set(text); err == nil {
			t.Errorf("takes %q", text)
		}
	}
}

// busyJPEG makes a file of many progressive scans: each of 4 bytes of data for a picture of n×n pixels, all of whose blocks are
// run over in it.
func busyJPEG(t testing.TB, n, scans int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	base := b.Bytes()
	sof, sos := bytes.Index(base, []byte{0xff, 0xc0}), bytes.Index(base, []byte{0xff, 0xda})
	out := bytes.Clone(base[:sos])
	out[sof+1] = 0xc2
	binary.BigEndian.PutUint16(out[sof+5:], uint16(n))
	binary.BigEndian.PutUint16(out[sof+7:], uint16(n))
	scan := func(from, to, bits byte, data []byte) {
		out = append(out, 0xff, 0xda, 0, 8, 1, 1, 0, from, to, bits)
		out = append(out, data...)
	}
	// DC: a bit pattern of differences of 0: code 00 for each block.
	blocks := (n / 8) * (n / 8)
	scan(0, 0, 0x0d, make([]byte, blocks/4+1))
	for i := range scans {
		if bit := byte(12 - i); i < 13 {
			scan(0, 0, (bit+1)<<4|bit, make([]byte, blocks/8+1))
		}
	}
	return append(out, 0xff, 0xd9)
}

func TestLimitFlags(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string][]byte{"busy.jpg": busyJPEG(t, 4096, 13), "small.jpg": busyJPEG(t, 64, 1)} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	log := filepath.Join(t.TempDir(), "bad.jsonl")
	for _, c := range []struct {
		args        string
		stage, want string
	}{
		{"--max-pixels 1000000", "limit", "wanted at most 1000000 pixels, found 16777216"},
		{"--max-memory 10MB", "limit", "wanted at most 10000000 bytes of memory, found "},
		{"--timeout 10ms", "timeout", "wanted at most 10ms of work, found more"},
	} {
		args := append([]string{"classify", model(t), dir, "--errors", log}, strings.Fields(c.args)...)
		stdout, _ := must(t, 3, args...)
		rows := readCSV(t, stdout)
		if len(rows) != 3 || !strings.Contains(rows[1][3], c.want) || rows[2][3] != "" {
			t.Errorf("%s: %q", c.args, rows)
		}
		if all := readFailed(t, log); len(all) != 1 || all[0].Stage != c.stage || all[0].Format != "jpeg" {
			t.Errorf("%s: %+v", c.args, all)
		}
	}
	begun := time.Now()
	must(t, 0, "classify", model(t), dir)
	t.Logf("without a limit the file takes %v", time.Since(begun))
	for args, want := range map[string]string{"--max-pixels 0": "--max-pixels", "--timeout -1s": "--timeout", "--max-memory x": "500MB"} {
		if _, stderr := must(t, 1, append([]string{"classify", model(t), dir}, strings.Fields(args)...)...); !strings.Contains(stderr, want) {
			t.Errorf("%s: %s", args, stderr)
		}
	}
}
