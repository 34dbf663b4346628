package imgproc_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

var (
	warpFilters = []imgproc.Filter{imgproc.Bilinear, imgproc.Nearest, imgproc.Bicubic}
	warpBorders = []imgproc.Border{imgproc.Constant, imgproc.Edge, imgproc.Reflect, imgproc.Symmetric, imgproc.Wrap}
)

// identityMatrix leaves everything where it is.
var identityMatrix = imgproc.AffineMatrix{{1, 0, 0}, {0, 1, 0}}

// warpStages are warps of each kind with each filter and border.
func warpStages() (stages []tensor.Stage) {
	x := imgproc.Corners{{0, 0}, {9, 0}, {9, 9}, {0, 9}}
	for i, f := range warpFilters {
		b := warpBorders[i+1]
		maps := noise(tensor.Float32, 2, 4, 300)
		for j := range maps.F32 {
			maps.F32[j] = maps.F32[j]*20 - 5
		}
		plane := tensor.Spec{DType: tensor.Float32, C: 1, H: 4, W: 300}
		stages = append(stages,
			imgproc.Affine{Matrix: imgproc.AffineMatrix{{0.8, 0.3, 1}, {-0.2, 1.1, 2}}, Filter: f, Value: []float32{7}},
			imgproc.Affine{Matrix: identityMatrix, Height: 8, Width: 280, Filter: f, Border: b},
			imgproc.Rotate{Angle: 33, Expand: true, Filter: f, Border: b},
			imgproc.Rotate{Angle: -10, Center: []float64{1, 2}, Filter: f},
			imgproc.Shear{X: 20, Y: -10, Filter: f, Border: warpBorders[i+2]},
			imgproc.Perspective{Start: x, End: imgproc.Corners{{1, 2}, {8, 1}, {9, 9}, {-3, 7}}, Filter: f, Border: b},
			imgproc.Remap{X: tensor.Tensor{Spec: plane, F32: maps.F32[:1200:1200]}, Y: tensor.Tensor{Spec: plane, F32: maps.F32[1200:]}, Filter: f},
			imgproc.Elastic{Seed: 5, Sigma: 2, Filter: f, Border: b},
			imgproc.ThinPlateSpline{Source: x[:], Target: imgproc.Points{{1, 1}, {9, 2}, {7, 9}, {0, 8}}, Filter: f, Border: b},
		)
	}
	return stages
}

func TestWarpContract(t *testing.T) {
	for i, s := range warpStages() {
		inputs := []tensor.Spec{
			{Space: tensor.RGB, C: 3, H: 11, W: 7},
			{Space: tensor.Gray, C: 1, H: 1, W: 1},
			{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 1, W: 9},
			{Space: tensor.GrayAlpha, C: 2, H: 9, W: 1},
			{DType: tensor.Float32, Space: tensor.RGBA, C: 4, H: 3, W: 270},
		}
		t.Run(fmt.Sprintf("%d_%T", i, s), func(t *testing.T) { stagetest.Run(t, s, inputs...) })
	}
}

// TestWarpKeepsConstants: a picture of one value stays so where the border continues it.
func TestWarpKeepsConstants(t *testing.T) {
	for _, dtype := range dtypes {
		src := ones(tensor.Spec{DType: dtype, Space: tensor.RGB, C: 3, H: 11, W: 14})
		for i := range src.F32 {
			src.F32[i] = 0.3
		}
		for _, b := range warpBorders[1:] {
			for _, s := range []tensor.Stage{
				imgproc.Rotate{Angle: 77, Border: b, Expand: true},
				imgproc.Rotate{Angle: 77, Border: b, Filter: imgproc.Nearest},
				imgproc.Affine{Matrix: imgproc.AffineMatrix{{0.01, 0, 0}, {0, 0.02, 7}}, Border: b},
				imgproc.Elastic{Border: b, Alpha: 500},
				imgproc.Shear{X: 60, Border: b, Filter: imgproc.Bicubic},
			} {
				lo, hi := apply(t, s, src).Range()
				if wantLo, wantHi := src.Range(); math.Abs(float64(lo-wantLo)) > 1e-6 || math.Abs(float64(hi-wantHi)) > 1e-6 {
					t.Errorf("%#v makes %v..%v of %v", s, lo, hi, wantLo)
				}
			}
		}
	}
}

// TestWarpWholeMoves: what moves by whole pixels, or turns by quarters, is copied, with all filters.
func TestWarpWholeMoves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := image(t)
		f := rapid.SampledFrom(warpFilters).Draw(t, "filter")
		x, y := rapid.IntRange(-9, 9).Draw(t, "x"), rapid.IntRange(-9, 9).Draw(t, "y")
		b := rapid.SampledFrom(warpBorders).Draw(t, "border")
		m := imgproc.AffineMatrix{{1, 0, float64(x)}, {0, 1, float64(y)}}
		moved := imgproc.Pad{Top: y, Bottom: -y, Left: x, Right: -x, Mode: b}
		if x < src.W && x > -src.W && y < src.H && y > -src.H {
			if !same(run(t, imgproc.Affine{Matrix: m, Filter: f, Border: b}, src), run(t, moved, src)) {
				t.Errorf("moved by %d, %d with %v, %v: other values than pad", x, y, f, b)
			}
		}
		turns := rapid.IntRange(1, 3).Draw(t, "turns")
		r := imgproc.Rotate{Angle: float64(90*turns - 360), Expand: true, Filter: f, Border: b}
		// Otherwise torchvision's size, and that of Rotate, is a pixel larger.
		even := turns == 2 || (src.H+src.W)%2 == 0
		if even && !same(run(t, r, src), run(t, imgproc.Rotate90{Turns: turns}, src)) {
			t.Errorf("%+v isn't %d quarter turns", r, turns)
		}
		for _, nothing := range []tensor.Stage{
			imgproc.Rotate{Filter: f}, imgproc.Shear{Filter: f}, imgproc.Affine{Matrix: identityMatrix, Filter: f, Border: b},
		} {
			if !same(run(t, nothing, src), src) {
				t.Errorf("%#v changes %v", nothing, src.Spec)
			}
		}
	})
}

// TestWarpFlips: turning clockwise is turning the mirrored picture counter-clockwise. Nearest has ties.
func TestWarpFlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := image(t)
		f := rapid.SampledFrom([]imgproc.Filter{imgproc.Bilinear, imgproc.Bicubic}).Draw(t, "filter")
		r := imgproc.Rotate{Angle: rapid.Float64Range(-180, 180).Draw(t, "angle"), Filter: f}
		back := r
		back.Angle = -r.Angle
		a := values(run(t, imgproc.FlipHorizontal{}, run(t, r, src)))
		b := values(run(t, back, run(t, imgproc.FlipHorizontal{}, src)))
		tolerance := 1.0
		if src.DType == tensor.Float32 {
			tolerance = 2e-6
		}
		for i := range a {
			if math.Abs(float64(a[i]-b[i])) > tolerance {
				t.Fatalf("%+v of %v: %v and %v at %d", r, src.Spec, a[i], b[i], i)
			}
		}
	})
}

// TestWarpInverse: there and back again is nearly the same on a smooth picture, away from the border.
func TestWarpInverse(t *testing.T) {
	src := smooth(60, 80)
	m := imgproc.AffineMap{Angle: 25, Scale: 1.5, Shear: [2]float64{10, 5}, Center: []float64{40, 30}}.Matrix(src.Spec)
	det := m[0][0]*m[1][1] - m[0][1]*m[1][0]
	back := imgproc.AffineMatrix{{m[1][1] / det, -m[0][1] / det, 0}, {-m[1][0] / det, m[0][0] / det, 0}}
	for i := range back {
		back[i][2] = -back[i][0]*m[0][2] - back[i][1]*m[1][2]
	}
	corners := imgproc.Corners{{0, 0}, {80, 0}, {80, 60}, {0, 60}}
	moved := imgproc.Corners{{5, 3}, {70, 8}, {78, 50}, {-6, 58}}
	for _, pair := range [][2]tensor.Stage{
		{imgproc.Affine{Matrix: m, Filter: imgproc.Bicubic}, imgproc.Affine{Matrix: back, Filter: imgproc.Bicubic}},
		{imgproc.Perspective{Start: corners, End: moved}, imgproc.Perspective{Start: moved, End: corners}},
		{imgproc.Rotate{Angle: 19}, imgproc.Rotate{Angle: -19}},
	} {
		got := apply(t, pair[1], apply(t, pair[0], src))
		for y := 20; y < 40; y++ {
			for x := 30; x < 50; x++ {
				if i := y*80 + x; math.Abs(float64(got.F32[i]-src.F32[i])) > 0.01 {
					t.Fatalf("%#v and back: %v at %d, %d, want %v", pair[0], got.F32[i], x, y, src.F32[i])
				}
			}
		}
	}
}

// smooth is a picture of waves.
func smooth(h, w int) *tensor.Tensor {
	t := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: h, W: w})
	for i := range t.F32 {
		t.F32[i] = float32(0.5 + 0.4*math.Sin(float64(i%w)/7)*math.Cos(float64(i/w)/9))
	}
	return t
}

// TestWarpAgree: a perspective that is affine, and a remap with the same places, give what the affine map gives.
func TestWarpAgree(t *testing.T) {
	for _, f := range []imgproc.Filter{imgproc.Bilinear, imgproc.Bicubic} {
		for _, b := range warpBorders {
			src := noise(tensor.Float32, 3, 30, 41)
			r := imgproc.Rotate{Angle: 17, Filter: f, Border: b}
			m := imgproc.AffineMap{Angle: -17}.Matrix(src.Spec)
			want := apply(t, r, src)
			start, end := imgproc.Corners{{0, 0}, {41, 0}, {41, 30}, {0, 30}}, imgproc.Corners{}
			for i, p := range start { // half a pixel, as Perspective counts from the corner
				end[i][0] = m[0][0]*(p[0]-0.5) + m[0][1]*(p[1]-0.5) + m[0][2] + 0.5
				end[i][1] = m[1][0]*(p[0]-0.5) + m[1][1]*(p[1]-0.5) + m[1][2] + 0.5
			}
			x, y := mapsOf(m, 30, 41)
			for _, s := range []tensor.Stage{
				imgproc.Affine{Matrix: m, Filter: f, Border: b},
				imgproc.Perspective{Start: start, End: end, Filter: f, Border: b},
				imgproc.Remap{X: *x, Y: *y, Filter: f, Border: b},
			} {
				got := apply(t, s, src)
				for i, v := range got.F32 {
					if math.Abs(float64(v-want.F32[i])) > 1e-5 {
						t.Fatalf("%T with %v, %v: %v at %d, want %v", s, f, b, v, i, want.F32[i])
					}
				}
			}
		}
	}
}

// mapsOf has the places that a rotation's matrix m takes an h×w result from.
func mapsOf(m imgproc.AffineMatrix, h, w int) (x, y *tensor.Tensor) {
	spec := tensor.Spec{DType: tensor.Float32, C: 1, H: h, W: w}
	x, y = tensor.New(spec), tensor.New(spec)
	for i := range x.F32 {
		dx, dy := float64(i%w)-m[0][2], float64(i/w)-m[1][2]
		x.F32[i] = float32(m[0][0]*dx + m[1][0]*dy)
		y.F32[i] = float32(m[0][1]*dx + m[1][1]*dy)
	}
	return x, y
}

// TestWarpElasticField: the displacements depend on the seed alone, are of the size that theory gives.
func TestWarpElasticField(t *testing.T) {
	ramp := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 150, W: 200})
	for i := range ramp.F32 {
		ramp.F32[i] = float32(i % 200)
	}
	var sum, squares, n float64
	for seed := range uint64(12) {
		for i, v := range apply(t, imgproc.Elastic{Seed: seed, Border: imgproc.Edge}, ramp).F32 {
			if x := i % 200; x >= 20 && x < 180 {
				d := float64(v) - float64(x)
				sum, squares, n = sum+d, squares+d*d, n+1
			}
		}
	}
	// Uniform numbers have variance 1/3; a Gaussian blur divides it by 4·π·σ².
	want := 25 * math.Sqrt(1./3/(4*math.Pi*25))
	if deviation := math.Sqrt(squares / n); math.Abs(deviation/want-1) > 0.06 || math.Abs(sum/n) > 0.1 {
		t.Errorf("displacements of %v around %v, want %v around 0", deviation, sum/n, want)
	}
	got := apply(t, imgproc.Elastic{Seed: 11, Border: imgproc.Edge}, ramp)
	if other := apply(t, imgproc.Elastic{Seed: 12, Border: imgproc.Edge}, ramp); same(got, other) {
		t.Error("another seed gives the same")
	}
	if named := apply(t, imgproc.Elastic{Seed: 11, Alpha: 50, Sigma: 5, Border: imgproc.Edge}, ramp); !same(got, named) {
		t.Error("the defaults aren't 50 and 5")
	}
}

// TestWarpNaN: pixels that aren't numbers reach only their neighbours.
func TestWarpNaN(t *testing.T) {
	for _, f := range warpFilters {
		src := noise(tensor.Float32, 1, 20, 20)
		src.F32[10*20+10] = float32(math.NaN())
		src.F32[3*20+3] = float32(math.Inf(1))
		got := apply(t, imgproc.Rotate{Angle: 30, Filter: f}, src)
		bad := 0
		for _, v := range got.F32 {
			if v-v != 0 {
				bad++
			}
		}
		if bad == 0 || bad > 50 {
			t.Errorf("%v: %d values of two bad pixels", f, bad)
		}
	}
}

// TestWarpHostile: huge numbers in the parameters neither panic nor hang, whatever they give.
func TestWarpHostile(t *testing.T) {
	numbers := []float64{0, 1, -1, 0.5, 1e-300, 1e300, -1e18, 4e9, math.MaxFloat64, math.SmallestNonzeroFloat64, math.NaN(), math.Inf(1), math.Inf(-1)}
	r := rand.New(rand.NewPCG(9, 9))
	pick := func() float64 { return numbers[r.IntN(len(numbers))] }
	taken := 0
	for i := range 6000 {
		src := noise(dtypes[i%2], 1+i%3, 1+i%4, 1+i/4%5)
		f, b := warpFilters[r.IntN(3)], warpBorders[r.IntN(5)]
		for _, s := range []tensor.Stage{
			imgproc.Affine{Matrix: imgproc.AffineMatrix{{pick(), pick(), pick()}, {pick(), pick(), pick()}}, Filter: f, Border: b},
			imgproc.Rotate{Angle: pick(), Center: []float64{pick(), pick()}, Expand: i%5 == 0, Filter: f, Border: b},
			imgproc.Perspective{
				Start: imgproc.Corners{{pick(), pick()}, {pick(), pick()}, {pick(), pick()}, {pick(), pick()}},
				End:   imgproc.Corners{{0, 0}, {3, 0}, {3, 5}, {0, 4}}, Filter: f, Border: b,
			},
			imgproc.ThinPlateSpline{
				Source: imgproc.Points{{pick(), pick()}, {pick(), pick()}, {0, 4}},
				Target: imgproc.Points{{pick(), pick()}, {pick(), pick()}, {0, 4}}, Filter: f, Border: b,
			},
		} {
			out, err := s.OutSpec(src.Spec)
			if err != nil {
				var param *tensor.ParamError
				var spec *tensor.SpecError
				if !errors.As(err, &param) && !errors.As(err, &spec) {
					t.Fatalf("%#v: %v", s, err)
				}
				continue
			}
			if out.Len() > 1<<16 {
				continue // it would only take long
			}
			if err := s.Apply(tensor.New(out), src); err != nil {
				t.Fatalf("%#v: %v", s, err)
			}
			taken++
		}
	}
	if taken < 100 {
		t.Errorf("only %d stages are possible", taken)
	}
}

// TestWarpFar: places beyond all numbers count as far away.
func TestWarpFar(t *testing.T) {
	spec := tensor.Spec{DType: tensor.Float32, C: 1, H: 1, W: 6}
	far := &tensor.Tensor{Spec: spec, F32: []float32{-math.MaxFloat32, math.MaxFloat32, -1e10, 1e10, -3e9, 1}}
	src := gray([]uint8{10, 20, 30}, []uint8{40, 50, 60})
	for border, want := range map[imgproc.Border][]uint8{
		imgproc.Constant: {9, 9, 9, 9, 9, 50},
		imgproc.Edge:     {10, 60, 10, 60, 10, 50},
	} {
		for _, f := range warpFilters {
			s := imgproc.Remap{X: *far, Y: *far, Border: border, Filter: f}
			if border == imgproc.Constant {
				s.Value = []float32{9}
			}
			got := apply(t, s, src)
			if f == imgproc.Bicubic {
				got.U8[5] = 50 // it sees the border
			}
			if string(got.U8) != string(want) {
				t.Errorf("%v, %v: %v, want %v", border, f, got.U8, want)
			}
		}
	}
	line := imgproc.Affine{Matrix: imgproc.AffineMatrix{{1e-12, 0, 0}, {0, 1, 0}}, Width: 1000, Border: imgproc.Edge}
	got := apply(t, line, src)
	if got.U8[0] != 10 || got.U8[1] != 30 || got.U8[999] != 30 {
		t.Errorf("a line that leaves all bounds: %v", got.U8[:4])
	}
}

func TestWarpErrors(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	square := imgproc.Corners{{0, 0}, {9, 0}, {9, 9}, {0, 9}}
	line := imgproc.Corners{{0, 0}, {3, 3}, {9, 9}, {0, 9}}
	plane := *noise(tensor.Float32, 1, 3, 4)
	hole := *plane.Clone()
	hole.F32[5] = float32(nan)
	narrow := *noise(tensor.Float32, 1, 3, 3)
	spec := tensor.Spec{Space: tensor.RGB, C: 3, H: 10, W: 10}
	for _, c := range []struct {
		step      tensor.Step
		op, param string
	}{
		{imgproc.Affine{}, "affine", "matrix"},
		{imgproc.Affine{Matrix: imgproc.AffineMatrix{{1, 2, 0}, {2, 4, 0}}}, "affine", "matrix"},
		{imgproc.Affine{Matrix: imgproc.AffineMatrix{{1.1, 3.3, 0}, {0.1, 0.3, 0}}}, "affine", "matrix"},
		{imgproc.Affine{Matrix: imgproc.AffineMatrix{{nan, 0, 0}, {0, 1, 0}}}, "affine", "matrix"},
		{imgproc.Affine{Matrix: imgproc.AffineMatrix{{1, 0, inf}, {0, 1, 0}}}, "affine", "matrix"},
		{imgproc.Affine{Matrix: imgproc.AffineMatrix{{1e200, 0, 0}, {0, 1e200, 0}}}, "affine", "matrix"},
		{imgproc.Affine{Matrix: identityMatrix, Height: -1}, "affine", "height"},
		{imgproc.Affine{Matrix: identityMatrix, Width: 1 << 40}, "affine", "width"},
		{imgproc.Affine{Matrix: identityMatrix, Filter: imgproc.Lanczos3}, "affine", "filter"},
		{imgproc.Affine{Matrix: identityMatrix, Filter: 99}, "affine", "filter"},
		{imgproc.Affine{Matrix: identityMatrix, Border: 99}, "affine", "border"},
		{imgproc.Affine{Matrix: identityMatrix, Border: imgproc.Edge, Value: []float32{1}}, "affine", "value"},
		{imgproc.Affine{Matrix: identityMatrix, Value: []float32{0.5}}, "affine", "value"},
		{imgproc.Affine{Matrix: identityMatrix, Value: []float32{float32(inf)}}, "affine", "value"},
		{imgproc.Rotate{Angle: nan}, "rotate", "angle"},
		{imgproc.Rotate{Angle: inf}, "rotate", "angle"},
		{imgproc.Rotate{Center: []float64{1}}, "rotate", "center"},
		{imgproc.Rotate{Center: []float64{1, nan}}, "rotate", "center"},
		{imgproc.Rotate{Filter: imgproc.Box}, "rotate", "filter"},
		{imgproc.Shear{X: 90}, "shear", "x"},
		{imgproc.Shear{Y: nan}, "shear", "y"},
		{imgproc.Perspective{}, "perspective", "start"},
		{imgproc.Perspective{Start: square}, "perspective", "end"},
		{imgproc.Perspective{Start: line, End: square}, "perspective", "start"},
		{imgproc.Perspective{Start: square, End: line}, "perspective", "end"},
		{imgproc.Perspective{Start: square, End: imgproc.Corners{{nan, 0}, {9, 0}, {9, 9}, {0, 9}}}, "perspective", "end"},
		{imgproc.Perspective{Start: square, End: imgproc.Corners{{1e300, 0}, {9, 0}, {9, 9}, {0, 9}}}, "perspective", "end"},
		{imgproc.Perspective{Start: square, End: square, Height: -1}, "perspective", "height"},
		{imgproc.Remap{}, "remap", "x"},
		{imgproc.Remap{X: plane}, "remap", "y"},
		{imgproc.Remap{X: plane, Y: narrow}, "remap", "y"},
		{imgproc.Remap{X: hole, Y: plane}, "remap", "x"},
		{imgproc.Remap{X: *noise(tensor.Float32, 2, 3, 4), Y: plane}, "remap", "x"},
		{imgproc.ThinPlateSpline{}, "thin_plate_spline", "source"},
		{imgproc.ThinPlateSpline{Source: square[:2]}, "thin_plate_spline", "source"},
		{imgproc.ThinPlateSpline{Source: make(imgproc.Points, 129)}, "thin_plate_spline", "source"},
		{imgproc.ThinPlateSpline{Source: imgproc.Points{{nan, 0}, {1, 0}, {0, 1}}}, "thin_plate_spline", "source"},
		{imgproc.ThinPlateSpline{Source: square[:], Target: square[:3]}, "thin_plate_spline", "target"},
		{imgproc.ThinPlateSpline{Source: square[:], Target: make(imgproc.Points, 4)}, "thin_plate_spline", "target"},
		{imgproc.ThinPlateSpline{Source: square[:3], Target: line[:3]}, "thin_plate_spline", "target"},
		{imgproc.ThinPlateSpline{Source: square[:], Target: imgproc.Points{{0, 0}, {9, 0}, {9, 9}, {9, 9}}}, "thin_plate_spline", "target"},
		{imgproc.ThinPlateSpline{Source: square[:], Target: square[:], Width: -1}, "thin_plate_spline", "width"},
		{imgproc.ThinPlateSpline{Source: square[:], Target: square[:], Filter: 77}, "thin_plate_spline", "filter"},
		{imgproc.Elastic{Alpha: -1}, "elastic", "alpha"},
		{imgproc.Elastic{Alpha: inf}, "elastic", "alpha"},
		{imgproc.Elastic{Sigma: nan}, "elastic", "sigma"},
		{imgproc.Elastic{Sigma: 1e9}, "elastic", "sigma"},
		{imgproc.RandomRotation{}, "random_rotation", "degrees"},
		{imgproc.RandomRotation{Degrees: []float64{-5}}, "random_rotation", "degrees"},
		{imgproc.RandomRotation{Degrees: []float64{5, -5}}, "random_rotation", "degrees"},
		{imgproc.RandomRotation{Degrees: []float64{nan, 5}}, "random_rotation", "degrees"},
		{imgproc.RandomRotation{Degrees: []float64{1, 2, 3}}, "random_rotation", "degrees"},
		{imgproc.RandomRotation{Degrees: []float64{1}, Center: []float64{1}}, "random_rotation", "center"},
		{imgproc.RandomAffine{Degrees: []float64{-1}}, "random_affine", "degrees"},
		{imgproc.RandomAffine{Translate: []float64{0.1}}, "random_affine", "translate"},
		{imgproc.RandomAffine{Translate: []float64{0.1, -0.1}}, "random_affine", "translate"},
		{imgproc.RandomAffine{Translate: []float64{0.1, 1.1}}, "random_affine", "translate"},
		{imgproc.RandomAffine{Scale: []float64{1}}, "random_affine", "scale"},
		{imgproc.RandomAffine{Scale: []float64{0, 1}}, "random_affine", "scale"},
		{imgproc.RandomAffine{Scale: []float64{2, 1}}, "random_affine", "scale"},
		{imgproc.RandomAffine{Shear: []float64{90}}, "random_affine", "shear"},
		{imgproc.RandomAffine{Shear: []float64{1, 2, 3}}, "random_affine", "shear"},
		{imgproc.RandomAffine{Shear: []float64{1, 2, 4, 3}}, "random_affine", "shear"},
		{imgproc.RandomAffine{Center: []float64{inf, 0}}, "random_affine", "center"},
		{imgproc.RandomPerspective{Distortion: 1.5}, "random_perspective", "distortion"},
		{imgproc.RandomPerspective{P: -1}, "random_perspective", "p"},
		{imgproc.RandomPerspective{Filter: imgproc.Hamming}, "random_perspective", "filter"},
		{imgproc.ElasticTransform{Alpha: nan}, "elastic_transform", "alpha"},
	} {
		_, err := c.step.OutSpec(spec)
		var param *tensor.ParamError
		if !errors.As(err, &param) || param.Op != c.op || param.Param != c.param {
			t.Errorf("%#v: %v, want an error about %s of %s", c.step, err, c.param, c.op)
		}
	}
	var wrong *tensor.SpecError
	if _, err := (imgproc.Rotate{Value: []float32{1, 2}}).OutSpec(spec); !errors.As(err, &wrong) {
		t.Errorf("two values for three channels: %v", err)
	}
	if _, err := (imgproc.Affine{Matrix: identityMatrix, Height: 1 << 30, Width: 1 << 30}).OutSpec(tensor.Spec{C: 1 << 20, H: 1, W: 1}); !errors.As(err, &wrong) {
		t.Errorf("a result beyond all memory: %v", err)
	}
}

// TestWarpUnknownSizes: what depends on the size stays open, the rest doesn't.
func TestWarpUnknownSizes(t *testing.T) {
	square := imgproc.Corners{{0, 0}, {9, 0}, {9, 9}, {0, 9}}
	for _, c := range []struct {
		step         tensor.Step
		wantH, wantW int
	}{
		{imgproc.Rotate{Expand: true}, 0, 0},
		{imgproc.Rotate{}, 0, 7},
		{imgproc.Affine{Matrix: identityMatrix, Width: 5}, 0, 5},
		{imgproc.Perspective{Start: square, End: square, Height: 3}, 3, 7},
		{imgproc.Elastic{}, 0, 7},
		{imgproc.RandomRotation{Degrees: []float64{3}}, 0, 7},
		{imgproc.RandomRotation{Degrees: []float64{3}, Expand: true}, 0, 0},
		{imgproc.RandomAffine{}, 0, 7},
	} {
		out, err := c.step.OutSpec(tensor.Spec{Space: tensor.Gray, C: 1, H: 0, W: 7})
		if err != nil || out.H != c.wantH || out.W != c.wantW {
			t.Errorf("%#v: %v, %v; want %d×%d", c.step, out, err, c.wantH, c.wantW)
		}
	}
}

func TestWarpJSON(t *testing.T) {
	m := imgproc.Affine{Matrix: imgproc.AffineMatrix{{1, 0, 5}, {0, 1, 3}}, Filter: imgproc.Bicubic}
	text, err := json.Marshal(m)
	if want := `{"matrix":[[1,0,5],[0,1,3]],"filter":"bicubic"}`; err != nil || string(text) != want {
		t.Errorf("%s, %v; want %s", text, err, want)
	}
	var back imgproc.Affine
	if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(back, m) {
		t.Errorf("%+v, %v", back, err)
	}
	for _, text := range []string{`[[1,0],[0,1]]`, `[[1,0,0],[0,1,0],[0,0,1]]`, `[[1,0,0,0],[0,1,0]]`, `[]`, `[1,0,0,0,1,0]`, `{}`, `null`} {
		if err := json.Unmarshal([]byte(`{"matrix":`+text+`}`), &back); err == nil {
			t.Errorf("takes %s for a matrix", text)
		}
	}
	var tps imgproc.ThinPlateSpline
	if err := json.Unmarshal([]byte(`{"source":[[0,0],[1,0],[1,1,1]]}`), &tps); err == nil {
		t.Error("takes a point of three numbers")
	}
	var p imgproc.Perspective
	if err := json.Unmarshal([]byte(`{"start":[[0,0],[1,0],[1,1]]}`), &p); err == nil {
		t.Error("takes three corners")
	}
}
