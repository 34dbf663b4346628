package png

import "math/bits"

// An entry of a table says what the next bits of the stream mean.
//
//	bits  0–5   how many bits of the stream this takes: the code's, and the extra bits behind it
//	bit  31     it is one literal or two
//	       6–7  how many
//	       8–15 the first
//	      16–23 the second
//	bit  31 = 0 it is a length, a distance, a code length or special
//	       8–11 how many of the bits 0–5 are the code's; of a link, how many bits index the second table
//	      13    special: the end of the block
//	      14    special: a link to a second table
//	      15    special; neither end nor link: no code
//	      16–30 the base, to which the extra bits are added; of a link, where the second table begins
type entry = uint32

const (
	isLiteral entry = 1 << 31
	isSpecial entry = 1 << 15
	isLink    entry = 1 << 14
	isEnd     entry = 1 << 13

	oneLiteral  = isLiteral | 1<<6
	twoLiterals = isLiteral | 2<<6
)

// Widths of the first tables, and room for the second ones that follow them: the most that a complete set of 288 codes
// (32, 19) of at most 15 bits (15, 7) needs, as zlib's examples/enough.c counts.
const (
	litWidth, litRoom   = 11, 2342
	distWidth, distRoom = 8, 402
	metaWidth           = 7
	maxCode             = 15
)

// What the symbols of the three alphabets mean, without the code's length. RFC 1951, sections 3.2.5 and 3.2.7.
var (
	litSymbols  = makeLitSymbols()
	distSymbols = makeDistSymbols()
	metaSymbols = makeMetaSymbols()
)

func makeLitSymbols() (s [288]entry) {
	for i := range 256 {
		s[i] = oneLiteral | entry(i)<<8
	}
	s[256] = isSpecial | isEnd
	base := entry(3)
	for i := 257; i < 285; i++ {
		extra := max(entry(i-257)/4, 1) - 1
		s[i] = base<<16 | extra
		base += 1 << extra
	}
	s[285] = 258 << 16
	s[286], s[287] = isSpecial, isSpecial
	return s
}

func makeDistSymbols() (s [32]entry) {
	base := entry(1)
	for i := range 30 {
		extra := max(entry(i)/2, 1) - 1
		s[i] = base<<16 | extra
		base += 1 << extra
	}
	s[30], s[31] = isSpecial, isSpecial
	return s
}

func makeMetaSymbols() (s [19]entry) {
	for i := range s {
		s[i] = entry(i) << 16
	}
	return s
}

// coded returns what a symbol's entry is with a code of n bits.
func coded(symbol entry, n uint) entry {
	if symbol&isLiteral != 0 {
		return symbol | entry(n)
	}
	return symbol + entry(n) | entry(n)<<8
}

// buildTable fills table for the canonical code with these lengths (RFC 1951, section 3.2.2): first the entries for the
// next width bits of the stream, then tables for the codes that are longer. It reports whether the lengths are a
// complete code or one that zlib and compress/flate take too: a single code of one bit. No code at all is taken where
// none is used, as compress/flate does.
func buildTable(table []entry, width uint, lengths []uint8, symbols []entry) bool {
	var count [maxCode + 1]int
	for _, n := range lengths {
		count[n]++
	}
	used := len(lengths) - count[0]
	count[0] = 0
	left := 1
	var next [maxCode + 2]int // where the symbols of each length begin among the sorted ones
	for n := 1; n <= maxCode; n++ {
		if left = left<<1 - count[n]; left < 0 {
			return false
		}
		next[n+1] = next[n] + count[n]
	}
	if left > 0 {
		if used > 1 || used != count[1] {
			return false
		}
		for i := range 1 << width {
			table[i] = isSpecial
		}
	}
	var sorted [288]uint16
	for i, n := range lengths {
		if n != 0 {
			sorted[next[n]] = uint16(i)
			next[n]++
		}
	}
	placeCodes(table, width, sorted[:used], &count, symbols)
	return true
}

// placeCodes writes the entries of symbols sorted by their codes; count has how many codes have each length.
func placeCodes(table []entry, width uint, sorted []uint16, count *[maxCode + 1]int, symbols []entry) {
	code, n := uint(0), uint(0)
	end := uint(1) << width // of what is in use of table
	prefix := end           // the first bits of the codes in the current second table; none yet
	var start, sub uint     // where it begins, and its width
	for _, symbol := range sorted {
		for count[n] == 0 {
			n++
			code <<= 1
		}
		// Codes are stored with their first bit lowest.
		reversed := uint(bits.Reverse16(uint16(code))) >> (16 - n)
		if n <= width {
			repeat(table[:1<<width], reversed, 1<<n, coded(symbols[symbol], n))
		} else {
			if p := reversed & (1<<width - 1); p != prefix {
				prefix, sub, start = p, subWidth(n, width, count), end
				end += 1 << sub
				table[p] = isSpecial | isLink | entry(start)<<16 | entry(sub)<<8 | entry(width)
			}
			repeat(table[start:end], reversed>>width, 1<<(n-width), coded(symbols[symbol], n-width))
		}
		code++
		count[n]--
	}
}

// repeat writes e to every step-th entry of table from index first on.
func repeat(table []entry, first, step uint, e entry) {
	for i := first; i < uint(len(table)); i += step {
		table[i] = e
	}
}

// subWidth returns the width of the second table whose first code has n bits; count has what codes are left.
func subWidth(n, width uint, count *[maxCode + 1]int) uint {
	sub := n - width
	for room := 1<<sub - count[n]; room > 0 && width+sub < maxCode; {
		sub++
		room = room<<1 - count[width+sub]
	}
	return sub
}

// pairLiterals joins two literals in one entry where the bits of its index suffice for both codes.
func pairLiterals(table *[litRoom]entry) {
	// The entry of the second literal has a smaller index: from the top down it is met before it is joined itself.
	for i := 1<<litWidth - 1; i >= 0; i-- {
		first := table[i]
		if first&isLiteral == 0 {
			continue
		}
		n := first & 63
		second := table[i>>n]
		if second&isLiteral != 0 && n+second&63 <= litWidth {
			table[i] = twoLiterals | second&0xff00<<8 | first&0xff00 | (n + second&63)
		}
	}
}
