package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// similarities is how many entries the table of the colour's weights has. It goes so many standard deviations far.
const (
	similarities  = 4096
	farDeviations = 6
)

// A disc makes a row of a bilateral filter at a time. It has the rows around it, with what lies beside them.
type disc struct {
	b             Bilateral
	radius, w     int
	channels      int
	pitch         int       // of the rows around: w + 2·radius
	around        []float32 // (2·radius+1) rows of each channel
	sums, weights []float32
	similar       []float32 // the colour's weight of Δ = i/scale
	scale         float32
	memory        *scratch.Buffer[float32]
}

func newDisc(b Bilateral, src *tensor.Tensor) disc {
	d := disc{b: b, radius: b.size() / 2, w: src.W, channels: colours(src.Spec)}
	d.pitch = d.w + 2*d.radius
	around := b.size() * d.pitch * d.channels
	d.memory = scratch.Float32.Get(around + (d.channels+1)*d.w + similarities + 2)
	d.around = d.memory.S[:around]
	d.sums, d.weights = d.memory.S[around:][:d.channels*d.w], d.memory.S[around+d.channels*d.w:][:d.w]
	d.similar = d.memory.S[len(d.memory.S)-similarities-2:]
	d.scale = float32(similarities / (farDeviations * b.SigmaColor))
	for i := range similarities {
		z := float64(i) * farDeviations / similarities
		d.similar[i] = float32(math.Exp(-z * z / 2))
	}
	d.similar[similarities], d.similar[similarities+1] = 0, 0
	return d
}

func (d *disc) free() { scratch.Float32.Put(d.memory) }

// load reads the rows around row y.
func (d *disc) load(src *tensor.Tensor, y int) {
	border := d.b.Border.or(filterBorder)
	for c := range d.channels {
		for j := range 2*d.radius + 1 {
			to := d.around[(c*(2*d.radius+1)+j)*d.pitch:][:d.pitch]
			at := y + j - d.radius
			if at < 0 || at >= src.H {
				at = border.index(at, src.H)
			}
			if at == outside {
				clear(to)
				continue
			}
			loadBeside(to, src, c, at, d.radius, border)
		}
	}
}

// loadBeside writes a row with so many values of what lies beside it on both sides.
func loadBeside(to []float32, src *tensor.Tensor, c, y, radius int, border Border) {
	at := (c*src.H + y) * src.W
	middle := to[radius:][:src.W]
	if src.DType == tensor.Float32 {
		copy(middle, src.F32[at:])
	} else {
		for x, v := range src.U8[at:][:src.W] {
			middle[x] = float32(v)
		}
	}
	for i := range radius {
		to[i], to[radius+src.W+i] = 0, 0
		if from := border.index(i-radius, src.W); from != outside {
			to[i] = middle[from]
		}
		if from := border.index(src.W+i, src.W); from != outside {
			to[radius+src.W+i] = middle[from]
		}
	}
}

// row adds up the pixels in the disc around each one of the row.
func (d *disc) row() {
	clear(d.sums)
	clear(d.weights)
	size := 2*d.radius + 1
	gauss := -0.5 / (d.b.SigmaSpace * d.b.SigmaSpace)
	for j := -d.radius; j <= d.radius; j++ {
		for i := -d.radius; i <= d.radius; i++ {
			squares := i*i + j*j
			if math.Sqrt(float64(squares)) > float64(d.radius) {
				continue
			}
			near := float32(math.Exp(float64(squares) * gauss))
			there := (d.radius+j)*d.pitch + d.radius + i
			here := d.radius*d.pitch + d.radius
			if d.channels == 1 {
				d.addGray(d.around[there:][:d.w], d.around[here:][:d.w], near)
				continue
			}
			plane := size * d.pitch
			d.addRGB(there, here, plane, near)
		}
	}
}

func (d *disc) addGray(there, here []float32, near float32) {
	sums, weights := d.sums[:len(there)], d.weights[:len(there)]
	here = here[:len(there)]
	for x, v := range there {
		w := near * d.similarity(abs32(v-here[x]))
		sums[x] += float32(w * v)
		weights[x] += w
	}
}

func (d *disc) addRGB(there, here, plane int, near float32) {
	n := d.w
	r, g, b := d.around[there:][:n], d.around[plane+there:][:n], d.around[2*plane+there:][:n]
	r0, g0, b0 := d.around[here:][:n], d.around[plane+here:][:n], d.around[2*plane+here:][:n]
	red, green, blue, weights := d.sums[:n], d.sums[n:][:n], d.sums[2*n:][:n], d.weights[:n]
	for x := range n {
		w := near * d.similarity(abs32(r[x]-r0[x])+abs32(g[x]-g0[x])+abs32(b[x]-b0[x]))
		red[x] += float32(w * r[x])
		green[x] += float32(w * g[x])
		blue[x] += float32(w * b[x])
		weights[x] += w
	}
}

// similarity is the weight of a difference, 0 of NaN and of what is far.
func (d *disc) similarity(difference float32) float32 {
	at := difference * d.scale
	if !(at < similarities) {
		return 0
	}
	i := int(at)
	low := d.similar[i]
	return low + float32((at-float32(i))*(d.similar[i+1]-low))
}

func abs32(v float32) float32 { return math.Float32frombits(math.Float32bits(v) &^ (1 << 31)) }
