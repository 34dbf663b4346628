package main

import (
	"math"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// picture applies an operation to a photo and returns what can be looked at: RGB or gray in uint8. ok is false if the
// operation makes features.
func picture(o operation, photo *tensor.Tensor) (*tensor.Tensor, bool, error) {
	kinds := o.takes(photo.H, photo.W)
	if len(kinds) == 0 {
		return nil, false, nil
	}
	src, err := as(photo, kinds[0])
	if o.before != nil {
		src, err = as(photo, tensor.Spec{Space: tensor.Gray})
		if err == nil {
			src, err = run(o.before, src)
		}
	}
	if err != nil {
		return nil, false, err
	}
	stage := o.stage(src.Spec)
	if stage == nil {
		return nil, false, nil
	}
	made, err := run(stage, src)
	if err != nil || made.H == 1 || made.W == 1 {
		return nil, false, err
	}
	if _, ok := stage.(imgproc.ConnectedComponents); ok {
		made, err = run(colorspace.Convert{To: tensor.RGB}, coloured(made))
		if err != nil {
			return nil, false, err
		}
	}
	return visible(made), true, nil
}

// coloured gives labels hues that are far apart for neighbouring numbers; 0 is black.
func coloured(labels *tensor.Tensor) *tensor.Tensor {
	hsv := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.HSV, C: 3, H: labels.H, W: labels.W})
	for i, label := range labels.F32 {
		if label > 0 {
			hue := math.Mod(float64(label)*math.Phi, 1)
			hsv.Plane32(0)[i], hsv.Plane32(1)[i], hsv.Plane32(2)[i] = float32(hue), 0.7, 1
		}
	}
	return hsv
}

func run(stage tensor.Stage, src *tensor.Tensor) (*tensor.Tensor, error) {
	out, err := stage.OutSpec(src.Spec)
	if err != nil {
		return nil, err
	}
	dst := tensor.New(out)
	return dst, stage.Apply(dst, src)
}

// as returns an RGB photo as another kind of picture.
func as(photo *tensor.Tensor, kind tensor.Spec) (*tensor.Tensor, error) {
	if kind.Space == tensor.Gray {
		gray, err := run(colorspace.Convert{To: tensor.Gray}, photo)
		if err != nil || kind.DType == tensor.Float32 {
			return gray, err
		}
		return inBytes(gray, func(int) (lo, hi float32) { return 0, 1 }), nil
	}
	if kind.DType == tensor.Float32 {
		return run(imgproc.ToFloat{}, photo)
	}
	return photo, nil
}

// visible returns t in uint8, with as many channels as a picture has. Channels that aren't a picture's stand side by side.
func visible(t *tensor.Tensor) *tensor.Tensor {
	switch t.Space {
	case tensor.RGB, tensor.Gray:
		return inBytes(t, func(int) (lo, hi float32) { return 0, 1 })
	case tensor.None:
		lo, hi := t.Range()
		t = inBytes(t, func(int) (float32, float32) { return lo, hi })
	default:
		t = inBytes(t, func(c int) (lo, hi float32) {
			lo, hi, _ = colorspace.Range(t.Space, c)
			return lo, hi
		})
	}
	if t.C == 3 && t.Space == tensor.None {
		t.Space = tensor.RGB
		return t
	}
	return abreast(t)
}

// inBytes returns t in uint8, where the range of each channel becomes 0..255.
func inBytes(t *tensor.Tensor, of func(c int) (lo, hi float32)) *tensor.Tensor {
	out := t.Spec
	out.DType = tensor.Uint8
	made := tensor.New(out)
	if t.DType == tensor.Uint8 {
		copy(made.U8, t.U8)
		return made
	}
	for c := range t.C {
		lo, hi := of(c)
		to := made.Plane8(c)
		for i, v := range t.Plane32(c) {
			to[i] = uint8(math.Round(255 * min(max(float64((v-lo)/max(hi-lo, 1e-30)), 0), 1)))
		}
	}
	return made
}

// abreast lays channels side by side. Those of stacked RGB pictures stay together.
func abreast(t *tensor.Tensor) *tensor.Tensor {
	colours := 1
	if t.C%3 == 0 && t.Space == tensor.None {
		colours = 3
	}
	n := t.C / colours
	made := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: t.H, W: n * t.W})
	if colours == 3 {
		made = tensor.New(tensor.Spec{Space: tensor.RGB, C: 3, H: t.H, W: n * t.W})
	}
	for c := range t.C {
		from, to := t.Plane8(c), made.Plane8(c%colours)
		for y := range t.H {
			copy(to[y*made.W+c/colours*t.W:], from[y*t.W:][:t.W])
		}
	}
	return made
}
