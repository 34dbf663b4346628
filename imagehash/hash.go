package imagehash

import (
	"fmt"
	"math/bits"
	"strconv"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// A Hash has 64 bits of a picture: 8 rows of 8 from the top, each from the left, the first in the highest bit.
type Hash uint64

// side is how many bits a row of a hash has, and how many rows there are.
const side = 8

// Distance returns how many bits of h and other differ, Hamming's distance.
func (h Hash) Distance(other Hash) int { return bits.OnesCount64(uint64(h ^ other)) }

// String writes h as Python's imagehash does, in 16 hexadecimal digits.
func (h Hash) String() string { return fmt.Sprintf("%016x", uint64(h)) }

// MarshalText writes what String does.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads 16 hexadecimal digits.
func (h *Hash) UnmarshalText(text []byte) error {
	v, err := Parse(string(text))
	*h = v
	return err
}

// Parse reads what String writes.
func Parse(s string) (Hash, error) {
	v, err := strconv.ParseUint(s, 16, 64)
	if err != nil || len(s) != 16 {
		return 0, fmt.Errorf("imagehash: wanted 16 hexadecimal digits, found %q", s)
	}
	return Hash(v), nil
}

// thumbnail returns src in gray, Rec. 601 with Pillow's rounding, scaled to h×w with Lanczos' filter as Pillow does. It is lent.
func thumbnail(op string, src *tensor.Tensor, h, w int) (*tensor.Tensor, error) {
	if err := src.Expect(op, src.Spec); err != nil {
		return nil, err
	}
	if src.DType != tensor.Uint8 || src.Space != tensor.Gray && src.Space != tensor.RGB {
		return nil, &tensor.SpecError{Op: op, Want: "uint8 in gray or rgb", Got: src.Spec}
	}
	if src.Space == tensor.RGB {
		gray := scratch.Tensor(tensor.Spec{DType: tensor.Uint8, Space: tensor.Gray, C: 1, H: src.H, W: src.W})
		defer scratch.PutTensor(gray)
		if err := imageio.Adapt(gray, src, imageio.Options{Space: tensor.Gray}); err != nil {
			return nil, fmt.Errorf("%s: %w", op, err)
		}
		src = gray
	}
	small := scratch.Tensor(tensor.Spec{DType: tensor.Uint8, Space: tensor.Gray, C: 1, H: h, W: w})
	if err := (imgproc.Resize{Height: h, Width: w, Filter: imgproc.Lanczos3}).Apply(small, src); err != nil {
		scratch.PutTensor(small)
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	return small, nil
}

// push appends a bit to h.
func (h *Hash) push(bit bool) {
	*h <<= 1
	if bit {
		*h |= 1
	}
}
