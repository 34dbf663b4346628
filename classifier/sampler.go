package classifier

import "math/rand/v2"

// A Sampler decides on the samples of an epoch and their order. The zero value is Shuffled.
type Sampler uint8

const (
	// Shuffled takes each sample once.
	Shuffled Sampler = iota
	// Balanced takes each class equally often. An epoch has as many samples as the set: of C classes that occur, each
	// is taken n/C times, or once more in the first classes of a random order if C doesn't divide n. Each class goes
	// through its samples in a random order, and through them again in another: those of a large class are
	// taken once at most, those of a small one several times, equally often but for one.
	Balanced
)

var samplers = names{"sampler", []string{Shuffled: "shuffle", Balanced: "balanced"}}

func (s Sampler) known() bool { return samplers.known(uint8(s)) }

// String returns the name: "shuffle" or "balanced".
func (s Sampler) String() string { return samplers.String(uint8(s)) }

// MarshalText writes the name.
func (s Sampler) MarshalText() ([]byte, error) { return samplers.marshal(uint8(s)) }

// UnmarshalText reads a name; case doesn't matter.
func (s *Sampler) UnmarshalText(text []byte) (err error) {
	v, err := samplers.parse(text)
	if err == nil {
		*s = Sampler(v)
	}
	return err
}

// Order appends to dst[:0] the numbers of the samples of an epoch in their order, as many as there are labels, which are
// at least 0. It depends on the labels, the seed and the epoch only; Shuffled asks only for the number of labels.
func (s Sampler) Order(dst []int, labels []int, seed uint64, epoch int) []int {
	r := rand.New(rand.NewPCG(seed, uint64(epoch)))
	dst = dst[:0]
	if s == Balanced {
		dst = balanced(dst, labels, r)
	} else {
		for i := range labels {
			dst = append(dst, i)
		}
	}
	shuffle(dst, r)
	return dst
}

func shuffle(s []int, r *rand.Rand) { r.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] }) }

// balanced appends the samples of each class in turn.
func balanced(dst, labels []int, r *rand.Rand) []int {
	classes := byClass(labels)
	r.Shuffle(len(classes), func(i, j int) { classes[i], classes[j] = classes[j], classes[i] })
	for c, members := range classes {
		n := len(labels) / len(classes)
		if c < len(labels)%len(classes) {
			n++
		}
		for ; n > 0; n -= len(members) {
			shuffle(members, r)
			dst = append(dst, members[:min(n, len(members))]...)
		}
	}
	return dst
}

// byClass returns the numbers of each class's samples, for the classes that occur.
func byClass(labels []int) [][]int {
	var all, classes [][]int
	for i, y := range labels {
		for len(all) <= y {
			all = append(all, nil)
		}
		all[y] = append(all[y], i)
	}
	for _, members := range all {
		if len(members) > 0 {
			classes = append(classes, members)
		}
	}
	return classes
}
