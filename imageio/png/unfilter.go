package png

import "encoding/binary"

// The filters of a row; PNG, section 9.2.
const (
	filterNone = iota
	filterSub
	filterUp
	filterAverage
	filterPaeth
	filters
)

// unfilter undoes the filter of a row: src as stored, prev the row above, undone; bpp is the bytes of a pixel, at
// least 1. All three have len(dst) bytes and overhang bytes behind, of which those of dst are written to.
//
//	Sub      dst[i] = src[i] + dst[i−bpp]
//	Up       dst[i] = src[i] + prev[i]
//	Average  dst[i] = src[i] + (dst[i−bpp] + prev[i]) / 2
//	Paeth    dst[i] = src[i] + paeth(dst[i−bpp], prev[i], prev[i−bpp])
//
// Sub, Up and Average work on words of eight bytes that don't carry into each other.
func unfilter(filter byte, dst, src, prev []byte, bpp int) {
	n := len(dst)
	dst, src, prev = dst[:n+overhang], src[:n+overhang], prev[:n+overhang]
	switch {
	case filter == filterNone:
		copy(dst[:n], src)
	case filter == filterSub && bpp == 1:
		sub1(dst[:n], src)
	case filter == filterSub:
		sub(dst, src, n, bpp)
	case filter == filterUp:
		up(dst, src, prev, n)
	case filter == filterAverage && bpp == 1:
		average1(dst[:n], src, prev)
	case filter == filterAverage:
		average(dst, src, prev, n, bpp)
	case filter == filterPaeth && bpp%4 == 0:
		for c := 0; c < bpp; c += 4 {
			paeth4(dst[c:n], src[c:n], prev[c:n], bpp)
		}
	case filter == filterPaeth && bpp%3 == 0:
		for c := 0; c < bpp; c += 3 {
			paeth3(dst[c:n], src[c:n], prev[c:n], bpp)
		}
	case filter == filterPaeth:
		for c := range min(bpp, n) {
			paeth1(dst[c:n], src[c:n], prev[c:n], bpp)
		}
	}
}

const (
	highBits = 0x8080808080808080
	lowBits  = 0x7f7f7f7f7f7f7f7f
)

// add8 adds the bytes of two words.
func add8(a, b uint64) uint64 { return (a&lowBits + b&lowBits) ^ (a^b)&highBits }

// average8 is the mean of the bytes of two words, rounded down.
func average8(a, b uint64) uint64 { return a&b + (a^b)>>1&lowBits }

func sub1(dst, src []byte) {
	left := byte(0)
	for i := range dst {
		left += src[i]
		dst[i] = left
	}
}

// sub does a pixel with each word; what it writes behind the pixel is written again.
func sub(dst, src []byte, n, bpp int) {
	left := uint64(0)
	for i := 0; i < n; i += bpp {
		left = add8(left, binary.LittleEndian.Uint64(src[i:]))
		binary.LittleEndian.PutUint64(dst[i:], left)
	}
}

func up(dst, src, prev []byte, n int) {
	for i := 0; i < n; i += 8 {
		binary.LittleEndian.PutUint64(dst[i:], add8(binary.LittleEndian.Uint64(src[i:]), binary.LittleEndian.Uint64(prev[i:])))
	}
}

func average1(dst, src, prev []byte) {
	src, prev = src[:len(dst)], prev[:len(dst)]
	left := 0
	for i := range dst {
		left = int(src[i]) + (left+int(prev[i]))>>1
		left &= 255
		dst[i] = byte(left)
	}
}

// average does a pixel with each word, like sub.
func average(dst, src, prev []byte, n, bpp int) {
	left := uint64(0)
	for i := 0; i < n; i += bpp {
		above := binary.LittleEndian.Uint64(prev[i:])
		left = add8(binary.LittleEndian.Uint64(src[i:]), average8(left, above))
		binary.LittleEndian.PutUint64(dst[i:], left)
	}
}
