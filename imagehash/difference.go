package imagehash

import (
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// Difference returns the hash of where it gets brighter to the right: the picture is made gray and scaled to 8 rows of 9, and a bit
// is set where a pixel is above its neighbour to the left.
//
// The picture is uint8 in gray or RGB, of any size.
func Difference(src *tensor.Tensor) (Hash, error) {
	small, err := thumbnail("difference_hash", src, side, side+1)
	if err != nil {
		return 0, err
	}
	defer scratch.PutTensor(small)
	var h Hash
	for y := range side {
		row := small.U8[y*(side+1):][:side+1]
		for x := range side {
			h.push(row[x+1] > row[x])
		}
	}
	return h, nil
}
