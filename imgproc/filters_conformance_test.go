package imgproc_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// A filterReference says which step has the numbers of a file in the conformance data, on the gray coins: on uint8, or on
// float32 of 0..1 (unit) or of 0..255 (whole).
type filterReference struct {
	file, step, on string
	tolerance      float64
	scale          float64 // of the file's values, 1 if 0
	differ         float64 // the part of the values that may differ by more
}

const asymmetric = `[[0.022222222222222223, 0.044444444444444446, 0.06666666666666667], [0.08888888888888889, 0.1111111111111111, 0.13333333333333333],
	[0.15555555555555556, 0.17777777777777778, 0.2]]`

var filterReferences = []filterReference{
	{file: "gauss_ndi_0.5", step: `{"gaussian_blur": {"sigma": 0.5, "border": "symmetric"}}`, on: "unit", tolerance: 1e-6},
	{file: "gauss_ndi_1", step: `{"gaussian_blur": {"sigma": 1, "border": "symmetric"}}`, on: "unit", tolerance: 1e-6},
	{file: "gauss_ndi_2", step: `{"gaussian_blur": {"sigma": 2, "border": "symmetric"}}`, on: "unit", tolerance: 1e-6},
	{file: "gauss_ndi_3.3", step: `{"gaussian_blur": {"sigma": 3.3, "border": "symmetric"}}`, on: "unit", tolerance: 1e-6},
	{file: "gauss_ndi_nearest_1.5", step: `{"gaussian_blur": {"sigma": 1.5, "border": "edge"}}`, on: "unit", tolerance: 1e-6},
	{file: "gauss_ndi_constant_1.5", step: `{"gaussian_blur": {"sigma": 1.5, "border": "constant"}}`, on: "unit", tolerance: 1e-6},
	{file: "gauss_cv_f32_0.5", step: `{"gaussian_blur": {"sigma": 0.5, "size": 5}}`, on: "unit", tolerance: 1e-6},
	{file: "gauss_cv_f32_1", step: `{"gaussian_blur": {"sigma": 1, "size": 9}}`, on: "unit", tolerance: 1e-6},
	{file: "gauss_cv_f32_2", step: `{"gaussian_blur": {"sigma": 2, "size": 17}}`, on: "unit", tolerance: 1e-6},
	{file: "gauss_cv_f32_3.3", step: `{"gaussian_blur": {"sigma": 3.3, "size": 27}}`, on: "unit", tolerance: 1e-6},
	{file: "gauss_cv_u8_5x5_1.2", step: `{"gaussian_blur": {"sigma": 1.2, "size": 5}}`, on: "uint8", tolerance: 1},
	{file: "box_cv_5", step: `{"box_blur": {"size": 5}}`, on: "unit", tolerance: 1e-6},
	{file: "uniform_ndi_3", step: `{"box_blur": {"size": 3, "border": "symmetric"}}`, on: "unit", tolerance: 1e-6},
	{file: "sobel_cv_x", step: `{"sobel": {"axis": "x", "raw": true}}`, on: "whole", tolerance: 2e-3},
	{file: "sobel_cv_y", step: `{"sobel": {"axis": "y", "raw": true}}`, on: "uint8", tolerance: 1e-5, scale: 1. / 255},
	{file: "scharr_cv_x", step: `{"scharr": {"axis": "x", "raw": true}}`, on: "whole", tolerance: 6e-3},
	{file: "scharr_cv_y", step: `{"scharr": {"axis": "y", "raw": true}}`, on: "uint8", tolerance: 2e-5, scale: 1. / 255},
	{file: "sobel_ndi_x", step: `{"sobel": {"axis": "x", "raw": true, "border": "symmetric"}}`, on: "uint8", tolerance: 1e-5, scale: 1. / 255},
	{file: "sobel_ndi_y", step: `{"sobel": {"axis": "y", "raw": true, "border": "symmetric"}}`, on: "uint8", tolerance: 1e-5, scale: 1. / 255},
	{file: "sobel_sk", step: `{"sobel": {"border": "symmetric"}}`, on: "uint8", tolerance: 1e-6},
	{file: "prewitt_sk", step: `{"prewitt": {"border": "symmetric"}}`, on: "uint8", tolerance: 1e-6},
	{file: "laplace_cv", step: `"laplacian"`, on: "whole", tolerance: 1e-3},
	{file: "laplace_ndi", step: `{"laplacian": {"border": "symmetric"}}`, on: "unit", tolerance: 4e-6},
	{file: "log_ndi_2", step: `{"laplacian_of_gaussian": {"sigma": 2, "border": "symmetric"}}`, on: "unit", tolerance: 1e-6},
	{file: "median_cv_3", step: `"median"`, on: "uint8"},
	{file: "median_cv_5", step: `{"median": {"size": 5}}`, on: "uint8"},
	{file: "median_ndi_3", step: `{"median": {"border": "symmetric"}}`, on: "uint8"},
	{file: "median_ndi_5", step: `{"median": {"size": 5, "border": "symmetric"}}`, on: "uint8"},
	{file: "bilateral_cv", step: `{"bilateral": {"size": 7, "sigma_color": 0.1, "sigma_space": 3}}`, on: "unit", tolerance: 2e-3},
	{file: "bilateral_cv_u8", step: `{"bilateral": {"size": 7, "sigma_color": 25, "sigma_space": 3}}`, on: "uint8", tolerance: 1},
	{file: "conv_sharpen_cv", step: `{"convolve": {"kernel": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]}}`, on: "uint8"},
	{file: "correlate_ndi_asym", step: `{"convolve": {"border": "symmetric", "kernel": ` + asymmetric + `}}`, on: "unit", tolerance: 1e-6},
	{file: "convolve_ndi_asym", step: `{"convolve": {"border": "symmetric", "flip": true, "kernel": ` + asymmetric + `}}`, on: "unit", tolerance: 1e-6},
	{file: "erode_cv_rect5", step: `{"erode": {"width": 5, "height": 5}}`, on: "uint8"},
	{file: "erode_cv_rect3_it2", step: `{"erode": {"iterations": 2}}`, on: "uint8"},
	{file: "dilate_cv_rect5", step: `{"dilate": {"width": 5, "height": 5}}`, on: "uint8"},
	{file: "dilate_cv_rect3_it2", step: `{"dilate": {"iterations": 2}}`, on: "uint8"},
	{file: "erosion_sk_disk2", step: `{"erode": {"mask": ["00100", "01110", "11111", "01110", "00100"]}}`, on: "uint8"},
	{file: "dilation_sk_disk2", step: `{"dilate": {"mask": ["00100", "01110", "11111", "01110", "00100"]}}`, on: "uint8"},
	{file: "morph_open_cv", step: `"open"`, on: "uint8"},
	{file: "morph_close_cv", step: `"close"`, on: "uint8"},
	{file: "morph_gradient_cv", step: `"morph_gradient"`, on: "uint8"},
	{file: "morph_tophat_cv", step: `"top_hat"`, on: "uint8"},
	{file: "morph_blackhat_cv", step: `"black_hat"`, on: "uint8"},
	{file: "eqhist_cv", step: `{"equalize": {"method": "opencv"}}`, on: "uint8"},
	{file: "eqhist_pil", step: `"equalize"`, on: "uint8"},
	{file: "autocontrast_pil_c2", step: `{"auto_contrast": {"cutoff": 2}}`, on: "uint8"},
	{file: "clahe_cv", step: `{"clahe": {"clip_limit": 2}}`, on: "uint8"},
	{file: "clahe_cv_4_4x4", step: `{"clahe": {"clip_limit": 4, "columns": 4, "rows": 4}}`, on: "uint8"},
	{file: "otsu_cv", step: `"otsu"`, on: "uint8"},
	{file: "adaptive_mean_cv", step: `{"adaptive_threshold": {"size": 11, "offset": 2}}`, on: "uint8"},
	{file: "canny_sk_1", step: `"canny"`, on: "unit", differ: 0.005},
	{file: "canny_sk_2", step: `{"canny": {"sigma": 2, "low": 0.05, "high": 0.15}}`, on: "unit", differ: 0.005},
	{file: "gabor_cv", step: `{"gabor": {"size": 15, "sigma": 3, "angle": 45, "wavelength": 8}}`, on: "unit", tolerance: 2e-5},
	{file: "integral_cv", step: `"integral_image"`, on: "uint8", tolerance: 5e-4, scale: 1. / 255},
	{file: "dt_cv_L2", step: `"distance_transform"`, on: "otsu", tolerance: 1e-5},
}

// TestFilterConformance holds filters to the shared references of SciPy, scikit-image, OpenCV and Pillow.
func TestFilterConformance(t *testing.T) {
	dir := testdata.Shared(t, "conformance/05_filters")
	coins := testdata.ReadNPY(t, filepath.Join(dir, "src", "coins_gray.npy"))
	src := map[string]*tensor.Tensor{"uint8": fromHWC(tensor.Uint8, coins), "whole": fromHWC(tensor.Float32, coins)}
	src["unit"] = apply(t, imgproc.ToFloat{}, src["uint8"])
	src["otsu"] = apply(t, imgproc.Otsu{}, src["uint8"])
	for _, r := range filterReferences {
		want := testdata.ReadNPY(t, filepath.Join(dir, "out", "coins."+r.file+".npy"))
		scale := r.scale
		if scale == 0 {
			scale = 1
		}
		for i := range want.Data {
			want.Data[i] *= scale
		}
		got := values(apply(t, stageOf(t, json.RawMessage(r.step)), src[r.on]))
		if r.differ == 0 {
			testdata.Near(t, r.file, got, want.Data, r.tolerance)
		} else if d := testdata.Compare(got, want.Data, r.tolerance); float64(d.Over) > r.differ*float64(len(got)) {
			t.Errorf("%s: %d of %d values differ, want at most %v of them", r.file, d.Over, len(got), r.differ)
		}
	}
}

// TestComponentsConformance compares partitions and statistics with OpenCV's.
func TestComponentsConformance(t *testing.T) {
	dir := testdata.Shared(t, "conformance/05_filters")
	coins := fromHWC(tensor.Uint8, testdata.ReadNPY(t, filepath.Join(dir, "src", "coins_gray.npy")))
	binary := apply(t, imgproc.Otsu{}, coins)
	for _, connectivity := range []int{4, 8} {
		name := fmt.Sprintf("out/coins.cc_cv_%d", connectivity)
		want := testdata.ReadNPY(t, filepath.Join(dir, filepath.FromSlash(name+".npy")))
		stats := testdata.ReadNPY(t, filepath.Join(dir, filepath.FromSlash(name+"_stats.npy")))
		labels, parts := imgproc.Components(binary, 0, connectivity)
		if len(parts) != stats.Shape[0]-1 {
			t.Fatalf("%s: %d parts, want %d", name, len(parts), stats.Shape[0]-1)
		}
		ours := map[int]int32{} // by OpenCV's label
		for i, label := range labels {
			theirs := int(want.Data[i])
			if known, ok := ours[theirs]; ok && known != label || (label == 0) != (theirs == 0) {
				t.Fatalf("%s: pixel %d is in part %d, and others of OpenCV's %d in %d", name, i, label, theirs, known)
			}
			ours[theirs] = label
		}
		for theirs, label := range ours {
			if label == 0 {
				continue
			}
			row, p := stats.Data[5*theirs:], parts[label-1]
			if got := [5]int{p.Left, p.Top, p.Width, p.Height, p.Area}; got != [5]int{int(row[0]), int(row[1]), int(row[2]), int(row[3]), int(row[4])} {
				t.Errorf("%s: part %d is %v, want %v", name, label, got, row[:5])
			}
		}
	}
}
