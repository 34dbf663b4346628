package survey

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/imagehash"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

// A probe is what is known of a picture.
type probe struct {
	pixels
	hash    imagehash.Hash
	sketch  sketch
	tallies []byte // of its three channels; they share memory with the tensor
}

// Pixels tell pictures apart.
type pixels struct {
	height, width int
	sum           [sha256.Size]byte
}

const probeLen = 4 + 4 + sha256.Size + 8 + sketchLen + 3*tallyLen

// measure is the stage that makes a probe of a picture, in bytes.
type measure struct{}

func (measure) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if in.DType != tensor.Uint8 || in.Space != tensor.RGB {
		return tensor.Spec{}, &tensor.SpecError{Op: "measure", Want: "uint8 in rgb", Got: in}
	}
	return tensor.Spec{DType: tensor.Uint8, C: probeLen, H: 1, W: 1}, nil
}

func (measure) Apply(dst, src *tensor.Tensor) error {
	hash, err := imagehash.DCT(src)
	if err != nil {
		return err
	}
	gray := bytes.Equal(src.Plane8(0), src.Plane8(1)) && bytes.Equal(src.Plane8(0), src.Plane8(2))
	sketch, err := newSketch(src, gray)
	if err != nil {
		return err
	}
	out := binary.BigEndian.AppendUint32(dst.U8[:0], uint32(src.H))
	out = binary.BigEndian.AppendUint32(out, uint32(src.W))
	sum := sha256.Sum256(src.U8)
	out = append(out, sum[:]...)
	out = binary.BigEndian.AppendUint64(out, uint64(hash))
	out = sketch.bytes(out)
	writeTallies(out, src)
	return nil
}

// probeOf reads what measure writes.
func probeOf(t *tensor.Tensor) probe {
	b := t.U8
	p := probe{pixels: pixels{height: int(binary.BigEndian.Uint32(b)), width: int(binary.BigEndian.Uint32(b[4:]))}}
	b = b[8:]
	b = b[copy(p.sum[:], b):]
	p.hash = imagehash.Hash(binary.BigEndian.Uint64(b))
	p.sketch = readSketch(b[8:])
	p.tallies = b[8+sketchLen:]
	return p
}

// A source is a sample whose header is kept.
type source struct {
	dataset.Sample
	split int
	info  *imageio.Info // zero if there is no file, or nothing to read in it
}

// LoadFetched decodes a file that has been read.
func (s source) LoadFetched(dst *tensor.Tensor, data []byte, opt imageio.Options) error {
	if info, err := imageio.ReadInfo(data); err == nil {
		*s.info = info
		if info.ICC != nil {
			s.info.ICC = []byte{} // the profile would keep data alive
		}
	}
	return s.Sample.LoadFetched(dst, data, opt)
}
