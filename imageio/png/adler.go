package png

import "encoding/binary"

const (
	adlerMod = 65521
	adlerRun = 1 << 20 // a multiple of 8, small enough for the sums to fit 64 bits
)

// adlerSum adds p to the checksum of zlib, RFC 1950, section 8.2; that of nothing is 1. It works on eight bytes at a
// time: hash/adler32 takes twice as long, which is felt where pixels compress well.
func adlerSum(sum uint32, p []byte) uint32 {
	a, b := uint64(sum&0xffff), uint64(sum>>16)
	for len(p) > 0 {
		run := p[:min(len(p), adlerRun)]
		p = p[len(run):]
		for ; len(run) >= 8; run = run[8:] {
			const lanes, ones = 0x00ff00ff00ff00ff, 0x0001000100010001
			word := binary.LittleEndian.Uint64(run)
			even, odd := word&lanes, word>>8&lanes
			// The highest lane of a product is the sum of all lanes, each times its weight.
			b += 8*a + even*0x0008000600040002>>48 + odd*0x0007000500030001>>48
			a += (even + odd) * ones >> 48
		}
		for _, v := range run {
			a += uint64(v)
			b += a
		}
		a, b = a%adlerMod, b%adlerMod
	}
	return uint32(b<<16 | a)
}
