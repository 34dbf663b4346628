package imgproc_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// A reference is an entry of the conformance data's index.
type reference struct {
	File   string `json:"file"`
	Src    string `json:"src"`
	Lib    string `json:"lib"`
	Filter string `json:"filter"`
	W      int    `json:"w"`
	H      int    `json:"h"`
}

// TestConformance resizes, flips and turns the pictures of the shared data, whose results come from Pillow 9.4, torchvision
// 0.14 and OpenCV 4.6.
func TestConformance(t *testing.T) {
	dir := testdata.Shared(t, "conformance/05_resample")
	text, err := os.ReadFile(filepath.Join(dir, "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	var index []reference
	if err := json.Unmarshal(text, &index); err != nil {
		t.Fatal(err)
	}
	checked := map[float64]int{}
	largest := map[float64]float64{}
	for _, ref := range index {
		dtype := tensor.Uint8
		if strings.HasSuffix(ref.Src, "_f32") {
			dtype = tensor.Float32
		}
		src := fromHWC(dtype, testdata.ReadNPY(t, filepath.Join(dir, "src", ref.Src+".npy")))
		stage, tolerance := conforming(t, ref, src)
		if stage == nil {
			continue
		}
		want := testdata.ReadNPY(t, filepath.Join(dir, filepath.FromSlash(ref.File)))
		if strings.Contains(ref.File, ".tv_bi") || strings.Contains(ref.File, ".cvf_") {
			src = apply(t, imgproc.ToFloat{}, src)
		}
		if !strings.Contains(ref.File, ".tv_") {
			want = toCHW(want)
		}
		for _, s := range stage {
			src = apply(t, s, src)
		}
		testdata.Near(t, ref.File, values(src), want.Data, tolerance)
		checked[tolerance]++
		largest[tolerance] = max(largest[tolerance], testdata.Compare(values(src), want.Data, tolerance).Max)
	}
	for tolerance, n := range checked {
		t.Logf("tolerance %g: %d references, largest difference %.2g", tolerance, n, largest[tolerance])
	}
	if len(checked) == 0 {
		t.Error("no reference applies")
	}
}

// conforming returns the stages that do what a reference does, none if we have no such stage.
func conforming(t *testing.T, ref reference, src *tensor.Tensor) ([]tensor.Stage, float64) {
	turns := map[string]tensor.Stage{
		"flip_lr": imgproc.FlipHorizontal{}, "flip_tb": imgproc.FlipVertical{},
		"rot90": imgproc.Rotate90{}, "rot180": imgproc.Rotate90{Turns: 2}, "rot270": imgproc.Rotate90{Turns: 3},
		"transpose": imgproc.Transpose{}, "transverse": imgproc.Transverse{},
	}
	switch {
	case strings.Contains(ref.File, ".pil_"):
		return []tensor.Stage{resizeTo(t, ref)}, 0
	case strings.Contains(ref.File, ".pilF_"):
		return []tensor.Stage{resizeTo(t, ref)}, 1e-4
	case strings.Contains(ref.File, "_aa1."):
		return []tensor.Stage{resizeTo(t, ref)}, 1e-5
	case strings.Contains(ref.File, "_aa0."):
		return sampledTo(t, ref), 1e-5 // torch computes places in single precision throughout, which are off by 1e-5 of a pixel
	case strings.Contains(ref.File, ".cv"):
		return openCV(t, ref, src)
	case strings.HasSuffix(ref.File, "tv_imagenet_preproc.npy"):
		return imagenet, 1e-6
	case turns[ref.Filter] != nil:
		return []tensor.Stage{turns[ref.Filter]}, 0
	}
	return nil, 0
}

// imagenet is the usual preparation of photos for networks trained on ImageNet.
var imagenet = []tensor.Stage{
	imgproc.Resize{Shorter: 256},
	imgproc.CenterCrop{Height: 224, Width: 224},
	imgproc.ToFloat{},
	imgproc.Normalize{Mean: []float32{0.485, 0.456, 0.406}, Std: []float32{0.229, 0.224, 0.225}},
}

// openCV returns the stages for a reference of OpenCV's. We haven't its Lanczos4 and its nearest pixel, which isn't the one at
// the centre.
func openCV(t *testing.T, ref reference, src *tensor.Tensor) ([]tensor.Stage, float64) {
	float := strings.Contains(ref.File, ".cvf_")
	switch ref.Filter {
	case "area":
		if (ref.H <= src.H) != (ref.W <= src.W) {
			return nil, 0 // there OpenCV has another filter
		}
		tolerance := 1.0
		if float {
			tolerance = 1e-5
		}
		return []tensor.Stage{resizeTo(t, ref)}, tolerance
	case "linear":
		ref.Filter = "bilinear"
	case "cubic":
		ref.Filter = "bicubic"
	default:
		return nil, 0
	}
	if float {
		return sampledTo(t, ref), 5e-6
	}
	return sampledTo(t, ref), 1
}

// sampledTo is resizeTo without antialiasing.
func sampledTo(t *testing.T, ref reference) []tensor.Stage {
	t.Helper()
	return []tensor.Stage{imgproc.Resize{Height: ref.H, Width: ref.W, Filter: filterNamed(t, ref.Filter), NoAntialias: true}}
}

func resizeTo(t *testing.T, ref reference) tensor.Stage {
	t.Helper()
	return imgproc.Resize{Height: ref.H, Width: ref.W, Filter: filterNamed(t, ref.Filter)}
}

// filterNamed takes Pillow's names.
func filterNamed(t *testing.T, name string) imgproc.Filter {
	t.Helper()
	if name == "lanczos" {
		name = "lanczos3"
	}
	var f imgproc.Filter
	if err := f.UnmarshalText([]byte(name)); err != nil {
		t.Fatal(err)
	}
	return f
}
