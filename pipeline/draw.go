package pipeline

import "math/rand/v2"

// A draw says for which sample random steps are drawn. Each step's generator depends on seed, epoch, sample
// and stage alone, so the outcome doesn't depend on which worker runs when.
type draw struct {
	key    uint64 // of seed and epoch
	sample int
}

func newDraw(seed uint64, epoch, sample int) draw {
	return draw{mix(mix(seed) ^ uint64(epoch)), sample}
}

func (d *draw) seed(pcg *rand.PCG, stage int) {
	pcg.Seed(mix(d.key^uint64(d.sample)), mix(d.key+uint64(stage)))
}

// mix is the finaliser of SplitMix64 (Steele, Lea & Flood 2014): neighbouring numbers become unrelated ones.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
