package main

import (
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// stripes writes MNIST's four files with pictures of which two rows are bright: which ones is the label.
func stripes(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for part, n := range map[string]int{"train": 200, "t10k": 50} {
		images := binary.BigEndian.AppendUint32([]byte{0, 0, 8, 3}, uint32(n))
		images = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(images, 28), 28)
		labels := binary.BigEndian.AppendUint32([]byte{0, 0, 8, 1}, uint32(n))
		for i := range n {
			picture := make([]byte, pixels)
			for k := range 2 * 28 {
				picture[i%classes*2*28+k] = byte(255 - i/classes)
			}
			images, labels = append(images, picture...), append(labels, byte(i%classes))
		}
		for name, data := range map[string][]byte{"images-idx3-ubyte": images, "labels-idx1-ubyte": labels} {
			if err := os.WriteFile(filepath.Join(dir, part+"-"+name), data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

func TestReadDigits(t *testing.T) {
	d, err := readDigits(stripes(t), "train")
	if err != nil {
		t.Fatal(err)
	}
	if d.x.Rows != 200 || d.labels[13] != 3 || d.x.Row(13)[3*56] != 254.0/255 || d.x.Row(13)[3*56-1] != 0 {
		t.Errorf("wanted 200 rows, and a 3 at 13 with 254/255 at 168 behind a 0, found %d, %d, %v, %v",
			d.x.Rows, d.labels[13], d.x.Row(13)[3*56], d.x.Row(13)[3*56-1])
	}
}

// ask returns the line that a server answers to words.
func (s *server) ask(words ...string) string { return harness.Reply(s.answer(words[0], words[1:])) }

func TestReplies(t *testing.T) {
	dir := stripes(t)
	for name, library := range libraries {
		s := server{library: library}
		weights := filepath.Join(t.TempDir(), "weights")
		for _, tc := range []struct{ command, want string }{
			{"hello", "ok\t"},
			{"begin mlp 8 1", "error\t"},
			{"load " + dir + "/none", "error\t"},
			{"load " + dir, "ok\t"},
			{"epoch", "error\t"},
			{"accuracy", "error\t"},
			{"begin tree 8 1", "error\t"},
			{"begin mlp many 1", "error\t"},
			{"begin mlp 16 1", "ok\t"},
			{"epoch", "ok\t"},
			{"begin softmax 16 1", "ok\t"},
			{"epoch", "ok\t"},
			{"epoch", "ok\t"},
			{"train softmax 16 1", "error\t"},
			{"train softmax 16 1 8", "ok\t"},
			{"accuracy", "ok\t1"},
			{"train mlp 16 1 4 2", "ok\t"},
			{"accuracy", "ok\t1"},
			{"save " + weights, "ok\t"},
			{"jump", "error\t"},
		} {
			if got := s.ask(strings.Fields(tc.command)...); !strings.HasPrefix(got, tc.want) {
				t.Errorf("%s: %q: wanted %q, found %q", name, tc.command, tc.want, got)
			}
		}
		info, err := os.Stat(weights)
		if want := int64(4 * (512*785 + 10*513)); err != nil || info.Size() != want {
			t.Errorf("%s: wanted %d bytes of weights, found %v, %v", name, want, info, err)
		}
	}
}

// What curve writes is what another library needs.
func TestCurve(t *testing.T) {
	s, dir := server{library: saccade}, t.TempDir()
	for _, command := range [][]string{{"load", stripes(t)}, {"curve", dir, "5", "16"}} {
		if got := s.ask(command...); got != "ok\t" {
			t.Fatalf("%v: found %q", command, got)
		}
	}
	losses, order, weights := make([]float64, 5), make([]int32, 200), make([]float32, 512*785+10*513)
	read(t, filepath.Join(dir, "losses.f64"), losses)
	read(t, filepath.Join(dir, "order.i32"), order)
	read(t, filepath.Join(dir, "weights.f32"), weights)
	if math.Abs(losses[0]-math.Log(10)) > 0.1 || losses[4] >= losses[0] {
		t.Errorf("wanted losses that fall from about log 10, found %v", losses)
	}
	slices.Sort(order)
	for i, v := range order {
		if int(v) != i {
			t.Fatalf("wanted each sample once, found %d at %d of the sorted ones", v, i)
		}
	}
	if top := slices.Max(weights[:512*784]); top > 1.0/28 || top < 0.99/28 {
		t.Errorf("wanted first weights up to 1/28, found %v", top)
	}
}

// read reads a file of exactly so many numbers.
func read[T float32 | float64 | int32](t *testing.T, path string, into []T) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := binary.Decode(data, binary.LittleEndian, into); err != nil || n != len(data) {
		t.Fatalf("%s: wanted %d bytes, found %d, %v", path, n, len(data), err)
	}
}

func TestCrossEntropyGradient(t *testing.T) {
	logits, grad := []float32{1, -2, 0.5, 80}, make([]float32, 4)
	crossEntropyGradient(grad, logits, 2, 8)
	if want := []float32{0, 0, -0.125, 0.125}; !slices.Equal(rounded(grad), want) {
		t.Errorf("wanted %v, found %v", want, grad)
	}
	logits = []float32{0, 0, 0, 0}
	crossEntropyGradient(grad, logits, 0, 1)
	if want := []float32{-0.75, 0.25, 0.25, 0.25}; !slices.Equal(rounded(grad), want) {
		t.Errorf("wanted %v, found %v", want, grad)
	}
}

// rounded returns the values to six places.
func rounded(s []float32) []float32 {
	out := make([]float32, len(s))
	for i, v := range s {
		out[i] = float32(math.Round(float64(v)*1e6) / 1e6)
	}
	return out
}
