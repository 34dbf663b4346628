package classifier

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// Mixing makes of the samples of each batch that is trained on mixtures of two. Sample i's other is the one before it,
// that of the first is the last; as batches are in random order, so are the pairs. With a share λ of the sample itself, the
// loss is
//
//	λ·L(z, label) + (1−λ)·L(z, label of the other)
//
// which for cross_entropy without class weights is that of the mixed one-hot labels. A sample counts as right if its largest
// logit is that of the label with the larger share. The numbers are those of torchvision.transforms.v2's MixUp and CutMix, with
// one λ for a batch; draws depend on seed and step. The zero value mixes nothing. If both are on, each batch is given to
// one of them, with probability ½. Samples that are only measured are not mixed.
type Mixing struct {
	// MixUp is the α of λ ~ Beta(α, α) by which features are blended, x = λ·x + (1−λ)·other (Zhang et al. 2018). 0 means not;
	// 0.2 is usual.
	MixUp float64 `json:"mixup,omitempty"`
	// CutMix is the α of λ ~ Beta(α, α) by which a rectangle is pasted from the other image (Yun et al. 2019). Its sides are
	// ⌊½·√(1−λ)·Width⌋ and ⌊½·√(1−λ)·Height⌋ to both sides of a centre that is anywhere in the image, as far as they lie in it;
	// then λ becomes the part that isn't covered. 0 means not; 1 is usual. It needs Height and Width.
	CutMix float64 `json:"cutmix,omitempty"`
	// Height and Width say that a sample's features are planes of Height×Width pixels, plane by plane, row by row.
	Height int `json:"image_height,omitempty"`
	Width  int `json:"image_width,omitempty"`
}

func (m Mixing) on() bool { return m.MixUp > 0 || m.CutMix > 0 }

func (m Mixing) check() error {
	refuse := func(param, want string, got any) error {
		return &tensor.ParamError{Op: "fit", Param: param, Want: want, Got: got}
	}
	switch {
	case !(m.MixUp >= 0 && m.MixUp <= maxAlpha):
		return refuse("mixup", "a number from 0 to 1000", m.MixUp)
	case !(m.CutMix >= 0 && m.CutMix <= maxAlpha):
		return refuse("cutmix", "a number from 0 to 1000", m.CutMix)
	case m.CutMix > 0 && m.Height < 1:
		return refuse("image_height", "the height of the images with cutmix", m.Height)
	case m.CutMix > 0 && m.Width < 1:
		return refuse("image_width", "the width of the images with cutmix", m.Width)
	}
	return nil
}

// maxAlpha is far above what anybody uses; there, λ is nearly always ½.
const maxAlpha = 1000

// checkInputs refuses features that aren't planes of the images' size.
func (m Mixing) checkInputs(inputs int) error {
	if m.CutMix == 0 || m.Height <= inputs && m.Width <= inputs/m.Height && inputs%(m.Height*m.Width) == 0 {
		return nil
	}
	return &tensor.ParamError{Op: "fit", Param: "cutmix", Want: "features that are planes of image_height×image_width pixels", Got: inputs}
}

// A mixture is how a batch was mixed.
type mixture struct {
	others []int   // labels
	share  float64 // of the samples themselves
}

// A mixer mixes batches in memory of its own.
type mixer struct {
	Mixing
	seed uint64
	x    Matrix
	mixture
}

// mix returns a batch mixed as step wants it.
func (m *mixer) mix(x Matrix, labels []int, step int) (Matrix, *mixture) {
	r := rand.New(rand.NewPCG(m.seed^0x6d69786564, uint64(step)))
	m.others = append(append(m.others[:0], labels[len(labels)-1]), labels[:len(labels)-1]...)
	m.x.Rows, m.x.Cols = x.Rows, x.Cols
	m.x.Data = append(m.x.Data[:0], x.Data...)
	if m.CutMix > 0 && (m.MixUp == 0 || r.IntN(2) == 0) {
		m.paste(x, m.draw(r))
	} else {
		m.blend(x, beta(m.MixUp, r))
	}
	return m.x, &m.mixture
}

// mostly returns, of two labels for each sample, those with the larger share.
func (m *mixture) mostly(labels []int) []int {
	if m != nil && m.share < 0.5 {
		return m.others
	}
	return labels
}

// other is the row whose part is mixed into row i.
func other(x Matrix, i int) []float32 { return x.Row((i + x.Rows - 1) % x.Rows) }

func (m *mixer) blend(x Matrix, share float64) {
	m.share = share
	for i := range x.Rows {
		kernel.Lerp(m.x.Row(i), other(x, i), float32(1-share))
	}
}

// A box is the rectangle of a CutMix, without right and bottom.
type box struct{ left, top, right, bottom int }

func (m *mixer) draw(r *rand.Rand) (b box) {
	half := 0.5 * math.Sqrt(1-beta(m.CutMix, r))
	b.left, b.right = side(r, half, m.Width)
	b.top, b.bottom = side(r, half, m.Height)
	return b
}

func (m *mixer) paste(x Matrix, b box) {
	m.share = 1 - float64((b.right-b.left)*(b.bottom-b.top))/float64(m.Width*m.Height)
	for i := range x.Rows {
		to, from := m.x.Row(i), other(x, i)
		for plane := 0; plane < x.Cols; plane += m.Width * m.Height {
			for y := b.top; y < b.bottom; y++ {
				row := plane + y*m.Width
				copy(to[row+b.left:row+b.right], from[row+b.left:])
			}
		}
	}
}

// side returns where a rectangle begins and ends on a side of n pixels, half of which it takes to both sides of its centre.
func side(r *rand.Rand, half float64, n int) (from, to int) {
	centre, reach := r.IntN(n), int(half*float64(n))
	return max(centre-reach, 0), min(centre+reach, n)
}

// beta draws from Beta(alpha, alpha). For the smallest alpha both of the gamma variates that it is made of can be 0; then it
// is 0 or 1.
func beta(alpha float64, r *rand.Rand) float64 {
	if v := (distuv.Beta{Alpha: alpha, Beta: alpha, Src: r}).Rand(); v >= 0 && v <= 1 {
		return v
	}
	return float64(r.IntN(2))
}
