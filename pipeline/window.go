package pipeline

import (
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// A window is a resize and a crop of its result, of which only what the crop leaves is computed.
type window struct {
	chain
	resize imgproc.Resize
	crop   func(resized tensor.Spec) (crop imgproc.Crop, ok bool)
}

// mergeWindow merges a resize with the crop behind it.
func mergeWindow(nodes []Node) (Node, int) {
	if len(nodes) < 2 || !nodes[0].plain() || !nodes[1].plain() {
		return Node{}, 0
	}
	resize, ok := nodes[0].Stage.(imgproc.Resize)
	if !ok {
		return Node{}, 0
	}
	w := window{chain: chain{resize, nodes[1].Stage}, resize: resize, crop: cropOf(nodes[1].Stage)}
	if w.crop == nil {
		return Node{}, 0
	}
	return merge(nodes[:2], w, "only what the crop leaves is resized"), 2
}

// Apply writes the window to dst.
func (w window) Apply(dst, src *tensor.Tensor) error { return w.applyShared(dst, src, 1) }

// applyShared is Apply on up to so many goroutines.
func (w window) applyShared(dst, src *tensor.Tensor, workers int) error {
	return resizeWindow(dst, src, w.resize, w.crop, w.chain[1], workers)
}

// resizeWindow writes to dst what behind, whose crop of the resized image crop gives, makes of the resized src. A
// CenterCrop that is larger than the resized image has to pad it: then the two stages run one after the other.
func resizeWindow(dst, src *tensor.Tensor, resize imgproc.Resize, crop func(tensor.Spec) (imgproc.Crop, bool), behind Stage, workers int) error {
	resized, err := resize.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if c, ok := crop(resized); ok {
		return resize.ApplyWindowShared(dst, src, c.X, c.Y, workers)
	}
	between := scratch.Tensor(resized)
	defer scratch.PutTensor(between)
	if err := resize.ApplyShared(between, src, workers); err != nil {
		return err
	}
	return behind.Apply(dst, between)
}
