package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// curves are two losses that fall and differ by 2e-6 in step 8, and hardly elsewhere.
func curves() losses {
	var l losses
	for i := range curveSteps {
		v := 2.3 * math.Exp(-float64(i)/40)
		l.ours, l.theirs = append(l.ours, v), append(l.theirs, v)
	}
	l.theirs[7] += 2e-6
	l.theirs[9] -= 1e-7
	return l
}

func TestDraw(t *testing.T) {
	path := filepath.Join(t.TempDir(), "curves.svg")
	l := curves()
	if err := l.draw(path); err != nil {
		t.Fatal(err)
	}
	picture, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<svg", "PyTorch", "Saccade", "|difference|", "1e-06"} {
		if !strings.Contains(string(picture), want) {
			t.Errorf("wanted %q in the picture, found none", want)
		}
	}
}

func TestLargest(t *testing.T) {
	l := curves()
	if d, step := l.largest(); math.Abs(d-2e-6) > 1e-12 || step != 8 {
		t.Errorf("wanted 2e-6 in step 8, found %v in step %d", d, step)
	}
	l.theirs[99] = math.NaN()
	if d, step := l.largest(); !math.IsNaN(d) || step != 100 {
		t.Errorf("wanted NaN in step 100, found %v in step %d", d, step)
	}
}
