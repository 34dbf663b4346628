package imgproc_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

var randomWarps = []pipeline.Random{
	imgproc.RandomRotation{Degrees: []float64{30}},
	imgproc.RandomRotation{Degrees: []float64{10, 40}, Expand: true, Center: []float64{3, 4}, Filter: imgproc.Bilinear, Value: []float32{1, 2, 3}},
	imgproc.RandomAffine{},
	imgproc.RandomAffine{
		Degrees: []float64{180}, Translate: []float64{0.5, 0.25}, Scale: []float64{0.5, 2}, Shear: []float64{-10, 10, 0, 5},
		Center: []float64{1, 1}, Filter: imgproc.Bicubic, Border: imgproc.Edge,
	},
	imgproc.RandomPerspective{P: 1},
	imgproc.RandomPerspective{Distortion: 1, Filter: imgproc.Nearest, Border: imgproc.Wrap},
	imgproc.ElasticTransform{},
	imgproc.ElasticTransform{Alpha: 10, Sigma: 3, Filter: imgproc.Nearest, Value: []float32{9}},
}

// TestRandomWarpDraws: what is drawn depends on the generator alone, survives JSON, keeps the contract of a stage, and gives
// what OutSpec says.
func TestRandomWarpDraws(t *testing.T) {
	in := tensor.Spec{Space: tensor.RGB, C: 3, H: 13, W: 21}
	for _, step := range randomWarps {
		a, b, c := rand.New(rand.NewPCG(1, 2)), rand.New(rand.NewPCG(1, 2)), rand.New(rand.NewPCG(1, 3))
		differ := false
		for range 20 {
			s, again := step.Draw(a, in), step.Draw(b, in)
			if !reflect.DeepEqual(s, again) {
				t.Fatalf("%#v draws %#v and %#v of one generator", step, s, again)
			}
			differ = differ || !reflect.DeepEqual(s, step.Draw(c, in))
			want, _ := step.OutSpec(in)
			out, err := s.OutSpec(in)
			if err != nil || want.H != 0 && out != want {
				t.Errorf("%#v draws a stage that makes %v, %v; want %v", step, out, err, want)
			}
		}
		if nothing := (imgproc.RandomAffine{}); !differ && !reflect.DeepEqual(step, nothing) {
			t.Errorf("%#v draws the same of another generator", step)
		}
		stagetest.Run(t, step.Draw(a, in), in)
		text, err := json.Marshal(step)
		back := reflect.New(reflect.TypeOf(step))
		if err2 := json.Unmarshal(text, back.Interface()); err != nil || err2 != nil || !reflect.DeepEqual(back.Elem().Interface(), step) {
			t.Errorf("%s reads back as %+v, %v, %v", text, back.Elem(), err, err2)
		}
	}
}

// TestRandomWarpOddSizes: all draws apply to very small pictures.
func TestRandomWarpOddSizes(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, size := range [][2]int{{1, 1}, {1, 9}, {9, 1}, {2, 2}, {3, 2}, {4, 4}, {5, 5}} {
		src := noise(tensor.Uint8, 3, size[0], size[1])
		for _, step := range randomWarps {
			for range 50 {
				apply(t, step.Draw(r, src.Spec), src)
			}
		}
	}
}

// kolmogorov fails the test if values aren't even over lo..hi: the largest distance between their distribution and the
// even one is beyond what one sample in a thousand has.
func kolmogorov(t *testing.T, what string, values []float64, lo, hi float64) {
	t.Helper()
	slices.Sort(values)
	n, largest := float64(len(values)), 0.0
	for i, v := range values {
		if v < lo || v > hi {
			t.Fatalf("%s: %v isn't in %v..%v", what, v, lo, hi)
		}
		p := (v - lo) / (hi - lo)
		largest = max(largest, p-float64(i)/n, float64(i+1)/n-p)
	}
	if limit := 1.95 / math.Sqrt(n); largest > limit {
		t.Errorf("%s: %v from an even distribution, want at most %v", what, largest, limit)
	}
}

// chiSquare fails the test if values, whole numbers, aren't even over lo..hi.
func chiSquare(t *testing.T, what string, values []float64, lo, hi int) {
	t.Helper()
	counts := make([]float64, hi-lo+1)
	for _, v := range values {
		i := int(v) - lo
		if v != math.Trunc(v) || i < 0 || i >= len(counts) {
			t.Fatalf("%s: %v isn't a whole number in %d..%d", what, v, lo, hi)
		}
		counts[i]++
	}
	sum, want := 0.0, float64(len(values))/float64(len(counts))
	for _, n := range counts {
		sum += (n - want) * (n - want) / want
	}
	freedom := float64(hi - lo)
	if limit := freedom + 3.3*math.Sqrt(2*freedom) + 5; sum > limit {
		t.Errorf("%s: chi-square %v, want at most %v", what, sum, limit)
	}
}

func TestRandomRotationAngles(t *testing.T) {
	in := tensor.Spec{Space: tensor.Gray, C: 1, H: 9, W: 9}
	for _, c := range []struct {
		degrees []float64
		lo, hi  float64
	}{{[]float64{25}, -25, 25}, {[]float64{10, 350}, 10, 350}, {[]float64{-8, -3}, -8, -3}} {
		r := rand.New(rand.NewPCG(7, 8))
		step := imgproc.RandomRotation{Degrees: c.degrees}
		var angles []float64
		for range 5000 {
			rotate := step.Draw(r, in).(imgproc.Rotate)
			if rotate.Filter != imgproc.Nearest || rotate.Expand {
				t.Fatalf("%#v draws %#v", step, rotate)
			}
			angles = append(angles, rotate.Angle)
		}
		kolmogorov(t, "angle", angles, c.lo, c.hi)
	}
	if fixed := (imgproc.RandomRotation{Degrees: []float64{0}}).Draw(rand.New(rand.NewPCG(1, 1)), in); fixed.(imgproc.Rotate).Angle != 0 {
		t.Errorf("0 degrees draws %#v", fixed)
	}
}

// TestRandomAffineAmounts takes the amounts out of the matrices that are drawn: what is drawn alone, and all together.
func TestRandomAffineAmounts(t *testing.T) {
	in := tensor.Spec{Space: tensor.Gray, C: 1, H: 40, W: 60}
	amounts := func(step imgproc.RandomAffine, amount func(m imgproc.AffineMatrix) float64) (values []float64) {
		r := rand.New(rand.NewPCG(9, 10))
		for range 5000 {
			values = append(values, amount(step.Draw(r, in).(imgproc.Affine).Matrix))
		}
		return values
	}
	degrees := 180 / math.Pi
	angle := func(m imgproc.AffineMatrix) float64 { return math.Atan2(m[1][0], m[0][0]) * degrees }
	scale := func(m imgproc.AffineMatrix) float64 { return math.Sqrt(m[0][0]*m[1][1] - m[0][1]*m[1][0]) }
	kolmogorov(t, "angle", amounts(imgproc.RandomAffine{Degrees: []float64{-20, 70}}, angle), -20, 70)
	kolmogorov(t, "scale", amounts(imgproc.RandomAffine{Scale: []float64{0.5, 1.75}}, scale), 0.5, 1.75)
	shearX := func(m imgproc.AffineMatrix) float64 { return -math.Atan(m[0][1]) * degrees }
	shearY := func(m imgproc.AffineMatrix) float64 { return -math.Atan(m[1][0]) * degrees }
	kolmogorov(t, "shear x", amounts(imgproc.RandomAffine{Shear: []float64{30}}, shearX), -30, 30)
	kolmogorov(t, "shear x", amounts(imgproc.RandomAffine{Shear: []float64{5, 30}}, shearX), 5, 30)
	kolmogorov(t, "shear y", amounts(imgproc.RandomAffine{Shear: []float64{0, 0, -10, 20}}, shearY), -10, 20)
	// Moves are rounded: those at both ends come up half as often, so they lie within ±12.5 and ±7.5 here.
	move := imgproc.RandomAffine{Translate: []float64{12.5 / 60, 7.5 / 40}}
	chiSquare(t, "move x", amounts(move, func(m imgproc.AffineMatrix) float64 { return m[0][2] }), -12, 12)
	chiSquare(t, "move y", amounts(move, func(m imgproc.AffineMatrix) float64 { return m[1][2] }), -7, 7)

	all := imgproc.RandomAffine{Degrees: []float64{15}, Scale: []float64{0.8, 1.25}, Shear: []float64{10}, Translate: []float64{0.1, 0.1}}
	kolmogorov(t, "angle among others", amounts(all, angle), -15, 15)
	kolmogorov(t, "scale among others", amounts(all, scale), 0.8, 1.25)
	// Together they are independent: no correlation beyond chance.
	a, s := amounts(all, angle), amounts(all, scale)
	sum := 0.0
	for i := range a {
		sum += a[i] / 15 * (s[i] - 1.025) / 0.225
	}
	if c := 3 * sum / float64(len(a)); math.Abs(c) > 0.05 {
		t.Errorf("angle and scale have a correlation of %v", c)
	}
}

func TestRandomPerspectiveCorners(t *testing.T) {
	in := tensor.Spec{Space: tensor.Gray, C: 1, H: 41, W: 60}
	for _, c := range []struct {
		step        imgproc.RandomPerspective
		p           float64
		mostX, most int
	}{
		{imgproc.RandomPerspective{}, 0.5, 15, 10},
		{imgproc.RandomPerspective{Distortion: 0.2, P: 0.9}, 0.9, 6, 4},
		{imgproc.RandomPerspective{P: 1}, 1, 15, 10},
	} {
		r := rand.New(rand.NewPCG(11, 12))
		const n = 6000
		var moves [8][]float64
		for range n {
			s, ok := c.step.Draw(r, in).(imgproc.Perspective)
			if !ok {
				continue
			}
			if want := (imgproc.Corners{{0, 0}, {59, 0}, {59, 40}, {0, 40}}); s.Start != want {
				t.Fatalf("start %v, want %v", s.Start, want)
			}
			for i := range 8 {
				moves[i] = append(moves[i], math.Abs(s.End[i/2][i%2]-s.Start[i/2][i%2]))
			}
		}
		if p := float64(len(moves[0])) / n; math.Abs(p-c.p) > 4*math.Sqrt(0.25/n) || c.p == 1 && p != 1 {
			t.Errorf("%+v: probability %v, want %v", c.step, p, c.p)
		}
		for i := range 8 {
			chiSquare(t, "corner", moves[i], 0, [...]int{c.mostX, c.most}[i%2])
		}
	}
}

func TestElasticTransformSeeds(t *testing.T) {
	in := tensor.Spec{Space: tensor.Gray, C: 1, H: 9, W: 9}
	r := rand.New(rand.NewPCG(13, 14))
	seeds, seen := []float64(nil), map[uint64]bool{}
	for range 5000 {
		s := (imgproc.ElasticTransform{Alpha: 3}).Draw(r, in).(imgproc.Elastic)
		if s.Seed >= 1<<53 || seen[s.Seed] || s.Alpha != 3 || s.Sigma != 0 {
			t.Fatalf("draws %+v", s)
		}
		seen[s.Seed] = true
		seeds = append(seeds, float64(s.Seed))
	}
	kolmogorov(t, "seed", seeds, 0, 1<<53)
}

// TestRandomWarpRefusal: a draw that can't be made gives a stage that says why.
func TestRandomWarpRefusal(t *testing.T) {
	known, open := tensor.Spec{Space: tensor.Gray, C: 1, H: 4, W: 4}, tensor.Spec{Space: tensor.Gray, C: 1}
	for _, c := range []struct {
		step pipeline.Random
		in   tensor.Spec
	}{
		{imgproc.RandomRotation{}, known},
		{imgproc.RandomAffine{Scale: []float64{1}}, known},
		{imgproc.RandomAffine{}, open},
		{imgproc.RandomPerspective{P: 2}, known},
		{imgproc.RandomPerspective{P: 1}, open},
		{imgproc.ElasticTransform{Sigma: -1}, known},
	} {
		s := c.step.Draw(rand.New(rand.NewPCG(0, 0)), c.in)
		if _, err := s.OutSpec(c.in); err == nil {
			t.Errorf("%#v of %v: no error", c.step, c.in)
		}
	}
}
