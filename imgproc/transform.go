package imgproc

import (
	"math"
	"math/cmplx"
	"sync"

	"gonum.org/v1/gonum/dsp/fourier"
)

// A transform is the Fourier transform of n numbers, with tables and memory of its own. gonum's takes time in proportion to n times
// the largest prime factor of n. Where that is large, the transform is a convolution with a chirp (L. Bluestein, "A linear filtering
// approach to the computation of discrete Fourier transform", 1970), of a power of 2 of numbers.
type transform struct {
	n        int
	fft      *fourier.CmplxFFT // of n, or of as many as work has
	chirp    []complex128      // exp(−iπk²/n); nil if gonum's transform is used as it is
	spectrum []complex128      // of the chirp's conjugate
	work     []complex128
}

// smallFactor is up to which prime factor gonum's transform is the faster one.
const smallFactor = 61

func newTransform(n int) *transform {
	if largestFactor(n) <= smallFactor {
		return &transform{n: n, fft: fourier.NewCmplxFFT(n)}
	}
	m := 1
	for m < 2*n-1 {
		m *= 2
	}
	t := &transform{n: n, fft: fourier.NewCmplxFFT(m), chirp: make([]complex128, n), spectrum: make([]complex128, m), work: make([]complex128, m)}
	for k := range t.chirp {
		square := k * k % (2 * n) // the angle is the same, and more exact
		t.chirp[k] = cmplx.Rect(1, -math.Pi*float64(square)/float64(n))
		t.spectrum[k] = cmplx.Conj(t.chirp[k])
		t.spectrum[(m-k)%m] = t.spectrum[k]
	}
	t.fft.Coefficients(t.spectrum, t.spectrum)
	return t
}

func largestFactor(n int) int {
	largest := 1
	for p := 2; p*p <= n; p++ {
		for n%p == 0 {
			largest, n = p, n/p
		}
	}
	return max(largest, n)
}

// forward writes Σ x[j]·exp(−2πi·jk/n) over x[k].
func (t *transform) forward(x []complex128) {
	if t.chirp == nil {
		t.fft.Coefficients(x, x)
		return
	}
	for k, c := range t.chirp {
		t.work[k] = x[k] * c
	}
	clear(t.work[t.n:])
	t.fft.Coefficients(t.work, t.work)
	for k, s := range t.spectrum {
		t.work[k] *= s
	}
	t.fft.Sequence(t.work, t.work)
	scale := complex(1/float64(len(t.work)), 0)
	for k, c := range t.chirp {
		x[k] = t.work[k] * c * scale
	}
}

// backward writes Σ x[j]·exp(2πi·jk/n) over x[k], n times what forward was given.
func (t *transform) backward(x []complex128) {
	if t.chirp == nil {
		t.fft.Sequence(x, x)
		return
	}
	for k, v := range x {
		x[k] = cmplx.Conj(v)
	}
	t.forward(x)
	for k, v := range x {
		x[k] = cmplx.Conj(v)
	}
}

// transforms lends Fourier transforms.
var transforms transformPool

// A transformPool keeps some transforms of each length for the next time.
type transformPool struct {
	sync.Mutex
	kept map[int][]*transform
	n    int
}

// keptTransforms bounds the memory.
const keptTransforms = 64

func (p *transformPool) get(n int) *transform {
	p.Lock()
	defer p.Unlock()
	if list := p.kept[n]; len(list) > 0 {
		t := list[len(list)-1]
		p.kept[n] = list[:len(list)-1]
		p.n--
		return t
	}
	return newTransform(n)
}

func (p *transformPool) put(t *transform) {
	p.Lock()
	defer p.Unlock()
	if p.kept == nil || p.n >= keptTransforms {
		p.kept, p.n = map[int][]*transform{}, 0
	}
	p.kept[t.n] = append(p.kept[t.n], t)
	p.n++
}
