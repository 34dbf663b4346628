package imgproc_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

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
