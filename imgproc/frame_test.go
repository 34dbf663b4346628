package imgproc_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

// TestFrameGolden holds Letterbox, Fill and CropResize to Pillow and torchvision: the bytes of uint8, and mode F.
func TestFrameGolden(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/frame.npz")
	checked := 0
	for name, want := range arrays {
		parts := strings.Split(name, "_")
		if len(parts) < 4 { // a source, or several crops
			continue
		}
		dtype, tolerance := tensor.Uint8, 0.0
		if parts[1] == "float" {
			dtype, tolerance = tensor.Float32, 2e-7
		}
		src := fromHWC(dtype, arrays["src_"+parts[1]])
		got := apply(t, frameNamed(t, parts, src.C), src)
		testdata.Near(t, name, values(got), toCHW(want).Data, tolerance)
		checked++
	}
	if checked != 247 {
		t.Errorf("%d goldens, want 247", checked)
	}
}

// frameNamed makes the stage of a golden's name, taken apart: "fill", "rgb", "bicubic", "7x14".
func frameNamed(t *testing.T, parts []string, channels int) tensor.Stage {
	t.Helper()
	filter := filterNamed(t, parts[2])
	var h, w int
	scan(t, parts[len(parts)-1], "%dx%d", &h, &w)
	switch parts[0] {
	case "letterbox":
		return imgproc.Letterbox{Height: h, Width: w, Filter: filter, Value: []float32{7, 90, 201, 33}[:channels]}
	case "fill":
		return imgproc.Fill{Height: h, Width: w, Filter: filter}
	}
	c := imgproc.CropResize{Height: h, Width: w, Filter: filter}
	scan(t, strings.Join(parts[3:7], " "), "%d%d%d%d", &c.X, &c.Y, &c.CropWidth, &c.CropHeight)
	return c
}

// TestCropsGolden holds FiveCrop and TenCrop to torchvision, in both types, and their stages to them.
func TestCropsGolden(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/frame.npz")
	checked := 0
	for name, want := range arrays {
		kind, size, _ := strings.Cut(name, "_")
		if !strings.Contains(kind, "crop") || kind == "cropresize" {
			continue
		}
		var h, w int
		scan(t, size, "%d_%d", &h, &w)
		var stage several = imgproc.TenCrop{Height: h, Width: w, Vertical: kind == "tencropvertical"}
		if kind == "fivecrop" {
			stage = imgproc.FiveCrop{Height: h, Width: w}
		}
		for _, dtype := range dtypes {
			src := fromCHW(dtype, arrays["src_planes"])
			got := apply(t, stage, src)
			testdata.Near(t, name, values(got), want.Data, 0)
			checkCrops(t, stage, src, got)
		}
		checked++
	}
	if checked != 18 {
		t.Errorf("%d goldens, want 18", checked)
	}
}

// several is a stage that makes several pictures of one.
type several interface {
	tensor.Stage
	Crops(in tensor.Spec) ([]tensor.Stage, error)
}

// checkCrops holds the stages of several crops to what the one stage makes of src.
func checkCrops(t testing.TB, s several, src, want *tensor.Tensor) {
	t.Helper()
	stages, err := s.Crops(src.Spec)
	if err != nil {
		t.Fatal(err)
	}
	var all []float32
	for _, stage := range stages {
		all = append(all, values(apply(t, stage, src))...)
	}
	if !slices.Equal(all, values(want)) {
		t.Errorf("%+v of %v: its stages make something else", s, src.Spec)
	}
	if want.Space != tensor.None && len(stages) > 1 || want.C != src.C*len(stages) {
		t.Errorf("%+v makes %v of %v", s, want.Spec, src.Spec)
	}
}

// TestTiles: tiles are the slices of the image, and put together they are the image without what remains.
func TestTiles(t *testing.T) {
	for _, c := range []struct{ h, w, rows, columns int }{{1, 1, 1, 1}, {7, 9, 2, 3}, {8, 9, 8, 9}, {11, 23, 3, 5}, {5, 1, 5, 1}} {
		for _, dtype := range dtypes {
			src := noise(dtype, 3, c.h, c.w)
			tiles := imgproc.Tiles{Rows: c.rows, Columns: c.columns}
			got := apply(t, tiles, src)
			checkCrops(t, tiles, src, got)
			h, w := c.h/c.rows, c.w/c.columns
			from, to := values(src), values(got)
			for i, v := range to {
				k, channel, y, x := i/(3*h*w), i/(h*w)%3, i/w%h, i%w
				if want := from[(channel*c.h+k/c.columns*h+y)*c.w+k%c.columns*w+x]; v != want {
					t.Fatalf("%+v of %v: tile %d has %v at %d, %d, want %v", tiles, src.Spec, k, v, y, x, want)
				}
			}
		}
	}
	one := apply(t, imgproc.Tiles{Rows: 1, Columns: 1}, noise(tensor.Uint8, 3, 4, 5))
	if one.Space != tensor.RGB {
		t.Errorf("one tile of RGB is %v", one.Spec)
	}
}

func TestFrameContract(t *testing.T) {
	for _, s := range []tensor.Stage{
		imgproc.Letterbox{Height: 13, Width: 20, Value: []float32{3}}, imgproc.Fill{Height: 12, Width: 25, Filter: imgproc.Lanczos3},
		imgproc.Fill{Height: 9, Width: 9, Filter: imgproc.Nearest}, imgproc.Fill{Height: 20, Width: 9, Filter: imgproc.Area},
		imgproc.CropResize{CropWidth: 1, CropHeight: 1, Height: 4, Width: 3}, imgproc.FiveCrop{Height: 1, Width: 1},
		imgproc.TenCrop{Height: 1, Width: 1}, imgproc.Tiles{Rows: 1, Columns: 1},
	} {
		t.Run(fmt.Sprintf("%T", s), func(t *testing.T) { stagetest.Run(t, s, oddSpecs...) })
	}
	for _, s := range []tensor.Stage{
		imgproc.CropResize{X: 2, Y: 3, CropWidth: 9, CropHeight: 5, Height: 4, Width: 30}, imgproc.FiveCrop{Height: 7, Width: 8},
		imgproc.TenCrop{Height: 7, Width: 9, Vertical: true}, imgproc.Tiles{Rows: 4, Columns: 3}, imgproc.TenCrop{Height: 16, Width: 2},
	} {
		t.Run(fmt.Sprintf("%T", s), func(t *testing.T) { stagetest.Run(t, s, oddSpecs[3:]...) })
	}
}

// TestLetterboxProperties: inside lies what Resize with Fit makes, outside the value, and Pad does the rest.
func TestLetterboxProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src, r := image(t), resize(t)
		l := imgproc.Letterbox{Height: r.Height, Width: r.Width, Filter: r.Filter, Value: []float32{1}}
		inside, ok := l.Inside(src.Spec)
		if !ok {
			t.Fatalf("%+v: no inside of %v", l, src.Spec)
		}
		r.Fit = true
		scaled := run(t, r, src)
		pad := imgproc.Pad{
			Top: inside.Y, Left: inside.X, Value: l.Value,
			Bottom: l.Height - inside.Y - scaled.H, Right: l.Width - inside.X - scaled.W,
		}
		if min(pad.Top, pad.Left, pad.Bottom, pad.Right) < 0 || max(pad.Top, pad.Bottom) > 0 && max(pad.Left, pad.Right) > 0 {
			t.Fatalf("%+v: inside is %+v, the picture %v", l, inside, scaled.Spec)
		}
		if abs(pad.Top-pad.Bottom) > 1 || abs(pad.Left-pad.Right) > 1 {
			t.Errorf("%+v isn't in the middle", inside)
		}
		if !same(run(t, l, src), run(t, pad, scaled)) {
			t.Errorf("%+v of %v isn't resize and pad", l, src.Spec)
		}
	})
}

func abs(n int) int { return max(n, -n) }

// TestFillProperties: constants stay, the same size is a copy, and a part whose borders are whole is what stands there.
func TestFillProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src, r := image(t), resize(t)
		if !same(run(t, imgproc.Fill{Height: src.H, Width: src.W, Filter: r.Filter}, src), src) {
			t.Errorf("the same size of %v is something else", src.Spec)
		}
		whole := imgproc.Fill{Height: src.H, Width: src.W * 3, Filter: imgproc.Nearest}
		if src.H%3 == 0 { // a third of the height is taken, each row three times as high
			got := values(run(t, whole, src))
			for i, v := range got {
				y, x := i/(3*src.W)%src.H, i%(3*src.W)
				c := i / (3 * src.W * src.H)
				if want := values(src)[(c*src.H+src.H/3+y/3)*src.W+x/3]; v != want {
					t.Fatalf("%+v of %v: %v at %d, %d, want %v", whole, src.Spec, v, y, x, want)
				}
			}
		}
		for i := range src.U8 {
			src.U8[i] = 255
		}
		for i := range src.F32 {
			src.F32[i] = 0.75
		}
		for _, v := range values(run(t, imgproc.Fill{Height: r.Height, Width: r.Width, Filter: r.Filter}, src)) {
			if want := values(src)[0]; math.Abs(float64(v-want)) > 1e-6 {
				t.Fatalf("%+v of a constant: %v", r, v)
			}
		}
	})
}

// TestFillArea: Area sees nothing beyond the part, so that it is a crop and a resize where the part's borders are whole.
func TestFillArea(t *testing.T) {
	for _, dtype := range dtypes {
		src := noise(dtype, 3, 10, 28)
		for _, size := range [][2]int{{5, 5}, {3, 3}, {20, 20}, {14, 28}, {7, 14}} {
			fill := imgproc.Fill{Height: size[0], Width: size[1], Filter: imgproc.Area}
			part := imgproc.Crop{Width: 10 * size[1] / size[0], Height: 10}
			part.X = (28 - part.Width) / 2
			resize := imgproc.Resize{Height: size[0], Width: size[1], Filter: imgproc.Area}
			if !same(apply(t, fill, src), apply(t, resize, apply(t, part, src))) {
				t.Errorf("%+v of %v isn't crop and resize", fill, src.Spec)
			}
		}
	}
}

// TestCropResizeIsCropAndResize, for images of any size.
func TestCropResizeIsCropAndResize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src, r := image(t), resize(t)
		c := crop(t, src.H, src.W)
		both := imgproc.CropResize{X: c.X, Y: c.Y, CropWidth: c.Width, CropHeight: c.Height, Height: r.Height, Width: r.Width, Filter: r.Filter}
		if !same(run(t, both, src), run(t, r, run(t, c, src))) {
			t.Errorf("%+v of %v isn't crop and resize", both, src.Spec)
		}
	})
}

func TestFrameErrors(t *testing.T) {
	nan := float32(math.NaN())
	rgb := tensor.Spec{Space: tensor.RGB, C: 3, H: 10, W: 12}
	for _, c := range []struct {
		step      tensor.Step
		op, param string // no parameter: the input is wrong
	}{
		{imgproc.Letterbox{Width: 5}, "letterbox", "height"},
		{imgproc.Letterbox{Height: 5, Width: 1 << 31}, "letterbox", "width"},
		{imgproc.Letterbox{Height: 5, Width: 5, Filter: 99}, "letterbox", "filter"},
		{imgproc.Letterbox{Height: 5, Width: 5, Value: []float32{nan}}, "letterbox", "value"},
		{imgproc.Letterbox{Height: 5, Width: 5, Value: []float32{0.5}}, "letterbox", "value"},
		{imgproc.Letterbox{Height: 5, Width: 5, Value: []float32{1, 2}}, "letterbox", ""},
		{imgproc.Letterbox{Height: 1 << 30, Width: 1 << 30}, "letterbox", ""},
		{imgproc.Fill{Height: 5}, "fill", "width"},
		{imgproc.Fill{Height: -5, Width: 5}, "fill", "height"},
		{imgproc.Fill{Height: 5, Width: 5, Filter: 99}, "fill", "filter"},
		{imgproc.CropResize{CropHeight: 1, Height: 5, Width: 5}, "crop_resize", "crop_width"},
		{imgproc.CropResize{CropWidth: 1, Height: 5, Width: 5}, "crop_resize", "crop_height"},
		{imgproc.CropResize{CropWidth: 1, CropHeight: 1, Width: 5}, "crop_resize", "height"},
		{imgproc.CropResize{X: -1, CropWidth: 1, CropHeight: 1, Height: 5, Width: 5}, "crop_resize", "x"},
		{imgproc.CropResize{X: 12, CropWidth: 1, CropHeight: 1, Height: 5, Width: 5}, "crop_resize", ""},
		{imgproc.FiveCrop{Width: 5}, "five_crop", "height"},
		{imgproc.FiveCrop{Height: 11, Width: 5}, "five_crop", ""},
		{imgproc.TenCrop{Height: 5}, "ten_crop", "width"},
		{imgproc.TenCrop{Height: 1, Width: 13}, "ten_crop", ""},
		{imgproc.Tiles{Columns: 1}, "tiles", "rows"},
		{imgproc.Tiles{Rows: 1, Columns: 1025}, "tiles", "columns"},
		{imgproc.Tiles{Rows: 11, Columns: 1}, "tiles", ""},
	} {
		_, err := c.step.OutSpec(rgb)
		var param *tensor.ParamError
		var spec *tensor.SpecError
		if c.param != "" && (!errors.As(err, &param) || param.Op != c.op || param.Param != c.param) || c.param == "" && (!errors.As(err, &spec) || spec.Op != c.op) {
			t.Errorf("%#v: %v, want an error about %s of %s", c.step, err, c.param, c.op)
		}
	}
	many := tensor.Spec{C: 1 << 28, H: 1, W: 1}
	if _, err := (imgproc.TenCrop{Height: 1, Width: 1}).OutSpec(many); err == nil {
		t.Error("no error for too many channels")
	}
	open := tensor.Spec{Space: tensor.RGB, C: 3}
	for _, s := range []several{imgproc.FiveCrop{Height: 5, Width: 5}, imgproc.TenCrop{Height: 5, Width: 5}, imgproc.Tiles{Rows: 2, Columns: 2}} {
		if _, err := s.OutSpec(open); err != nil {
			t.Error(err)
		}
		if _, err := s.Crops(open); err == nil {
			t.Errorf("%#v has crops of an image of unknown size", s)
		}
	}
	if _, ok := (imgproc.Letterbox{Height: 5, Width: 5}).Inside(open); ok {
		t.Error("there is an inside of an image of unknown size")
	}
}

func ExampleLetterbox() {
	show(imgproc.Letterbox{Height: 4, Width: 4, Value: []float32{9}}, gray([]uint8{10, 20, 30, 40}, []uint8{50, 60, 70, 80}))
	// Output:
	// uint8 gray 1×4×4
	// [9 9 9 9]
	// [10 20 30 40]
	// [50 60 70 80]
	// [9 9 9 9]
}

func ExampleFill() {
	show(imgproc.Fill{Height: 2, Width: 2}, gray([]uint8{10, 20, 30, 40}, []uint8{50, 60, 70, 80}))
	// Output:
	// uint8 gray 1×2×2
	// [20 30]
	// [60 70]
}

func ExampleCropResize() {
	src := gray([]uint8{10, 20, 30, 40}, []uint8{50, 60, 70, 80})
	show(imgproc.CropResize{X: 2, CropWidth: 2, CropHeight: 2, Height: 1, Width: 2}, src)
	// Output:
	// uint8 gray 1×1×2
	// [50 60]
}

func ExampleFiveCrop() {
	src := gray([]uint8{1, 2, 3}, []uint8{4, 5, 6}, []uint8{7, 8, 9})
	five := imgproc.FiveCrop{Height: 1, Width: 1}
	out, _ := five.OutSpec(src.Spec)
	dst := tensor.New(out)
	if err := five.Apply(dst, src); err != nil {
		fmt.Println(err)
	}
	fmt.Println(out, dst.U8)
	crops, _ := five.Crops(src.Spec)
	fmt.Printf("%+v\n", crops[4])
	// Output:
	// uint8 none 5×1×1 [1 3 7 9 5]
	// {X:1 Y:1 Width:1 Height:1}
}

func ExampleTenCrop() {
	src := gray([]uint8{1, 2, 3}, []uint8{4, 5, 6})
	ten := imgproc.TenCrop{Height: 2, Width: 2}
	out, _ := ten.OutSpec(src.Spec)
	dst := tensor.New(out)
	if err := ten.Apply(dst, src); err != nil {
		fmt.Println(err)
	}
	fmt.Println(out, dst.U8[:4], dst.U8[20:24])
	// Output:
	// uint8 none 10×2×2 [1 2 4 5] [3 2 6 5]
}

func ExampleTiles() {
	src := gray([]uint8{1, 2, 3}, []uint8{4, 5, 6})
	tiles := imgproc.Tiles{Rows: 2, Columns: 3}
	out, _ := tiles.OutSpec(src.Spec)
	dst := tensor.New(out)
	if err := tiles.Apply(dst, src); err != nil {
		fmt.Println(err)
	}
	fmt.Println(out, dst.U8)
	// Output:
	// uint8 none 6×1×1 [1 2 3 4 5 6]
}

func BenchmarkFrame(b *testing.B) {
	for _, s := range []tensor.Stage{
		imgproc.Letterbox{Height: 224, Width: 224}, imgproc.Fill{Height: 224, Width: 224},
		imgproc.CropResize{X: 100, Y: 50, CropWidth: 300, CropHeight: 300, Height: 224, Width: 224},
		imgproc.FiveCrop{Height: 224, Width: 224}, imgproc.TenCrop{Height: 224, Width: 224}, imgproc.Tiles{Rows: 3, Columns: 4},
	} {
		for _, dtype := range dtypes {
			b.Run(fmt.Sprintf("stage=%T/dtype=%v/in=3x375x500", s, dtype), func(b *testing.B) {
				bench(b, s, scene(dtype, 3, 375, 500))
			})
		}
	}
}
