package png

import "encoding/binary"

const (
	adlerMod = 65521
	adlerRun = 1 << 20 // a multiple of 64, small enough for the sums to fit 64 bits
)

// adlerSum adds p to the checksum of zlib, RFC 1950, section 8.2; that of nothing is 1. hash/adler32 takes several times as
// long, which is felt where pixels compress well.
func adlerSum(sum uint32, p []byte) uint32 {
	a, b := uint64(sum&0xffff), uint64(sum>>16)
	for len(p) > 0 {
		run := p[:min(len(p), adlerRun)]
		p = p[len(run):]
		for ; len(run) >= 64; run = run[64:] {
			sum, weighted := adlerBlock((*[64]byte)(run))
			b += 64*a + weighted
			a += sum
		}
		for _, v := range run {
			a += uint64(v)
			b += a
		}
		a, b = a%adlerMod, b%adlerMod
	}
	return uint32(b<<16 | a)
}

// adlerBlock returns the sum of the bytes, and that of each times how many there are from it on:
//
//	Σ p[i], Σ (64−i)·p[i]
//
// Bytes are summed in four lanes of 16 bits, those at even places of a word and those at odd ones. What a lane has before
// each word is summed, too: that is 8 for each word that follows a byte.
func adlerBlock(p *[64]byte) (sum, weighted uint64) {
	const lanes, ones = 0x00ff00ff00ff00ff, 0x0001000100010001
	var even, odd, before uint64
	for i := 0; i < 64; i += 32 {
		w0, w1 := binary.LittleEndian.Uint64(p[i:]), binary.LittleEndian.Uint64(p[i+8:])
		w2, w3 := binary.LittleEndian.Uint64(p[i+16:]), binary.LittleEndian.Uint64(p[i+24:])
		e0, e1, e2, e3 := w0&lanes, w1&lanes, w2&lanes, w3&lanes
		o0, o1, o2, o3 := w0>>8&lanes, w1>>8&lanes, w2>>8&lanes, w3>>8&lanes
		before += 4*(even+odd) + 3*(e0+o0) + 2*(e1+o1) + e2 + o2
		even += e0 + e1 + e2 + e3
		odd += o0 + o1 + o2 + o3
	}
	// The highest lane of a product is the sum of all lanes, each times its weight. Nothing is more than 57 120.
	weighted = 8*(before*ones>>48) + even*0x0008000600040002>>48 + odd*0x0007000500030001>>48
	return (even + odd) * ones >> 48, weighted
}
