package png

import "encoding/binary"

// scales has what a sample of so many bits is multiplied with to be one of 8.
var scales = [9]uint8{1: 255, 2: 85, 4: 17, 8: 1}

// lookups are tables of what a byte of a row becomes, for files with a palette and for gray ones with less than 8 bits.
//
// With less than 8 bits there is one table for each plane. It has the samples of all pixels in the byte, the first one,
// which is in the highest bits, lowest. With 8 bits there is one table alone: red in the lowest byte of an entry, green, blue
// and alpha each 16 bits higher, so that two pixels fit beside each other.
type lookups [4][256]uint64

// gray makes the table of gray samples with depth bits.
func (l *lookups) gray(depth int) {
	var samples [16]uint8
	for i := range 1 << depth {
		samples[i] = uint8(i) * scales[depth]
	}
	pack(&l[0], samples[:1<<depth], depth)
}

// colours makes the tables of a palette for so many planes.
func (l *lookups) colours(palette *[256][4]uint8, depth, planes int) {
	if depth == 8 {
		for i, p := range palette {
			l[0][i] = uint64(p[0]) | uint64(p[1])<<16 | uint64(p[2])<<32 | uint64(p[3])<<48
		}
		return
	}
	for c := range planes {
		var samples [16]uint8
		for i := range 1 << depth {
			samples[i] = palette[i][c]
		}
		pack(&l[c], samples[:1<<depth], depth)
	}
}

// pack makes the table of a plane from the sample that each value of depth bits stands for.
func pack(table *[256]uint64, samples []uint8, depth int) {
	for v := range table {
		word := uint64(0)
		for bits := 0; bits < 8; bits += depth { // from the last pixel, in the lowest bits, on
			word = word<<8 | uint64(samples[v>>bits&(len(samples)-1)])
		}
		table[v] = word
	}
}

// unpack writes the samples of a row with less than 8 bits to a plane's row.
func unpack(dst []uint8, row []byte, depth int, table *[256]uint64) {
	n := len(dst) * depth / 8 // whole bytes
	switch depth {
	case 1:
		for _, v := range row[:n] {
			binary.LittleEndian.PutUint64(dst, table[v])
			dst = dst[8:]
		}
	case 2:
		for _, v := range row[:n] {
			binary.LittleEndian.PutUint32(dst, uint32(table[v]))
			dst = dst[4:]
		}
	case 4:
		for _, v := range row[:n] {
			binary.LittleEndian.PutUint16(dst, uint16(table[v]))
			dst = dst[2:]
		}
	}
	if len(dst) > 0 {
		word := table[row[n]]
		for i := range dst {
			dst[i] = uint8(word)
			word >>= 8
		}
	}
}

// look writes the colours of a row of indices, with alpha if there are four planes.
func look(dst [][]uint8, row []byte, table *[256]uint64) {
	lookColours(dst[0], dst[1], dst[2], row, table)
	if len(dst) > 3 {
		alpha := dst[3]
		for i, v := range row[:len(alpha)] {
			alpha[i] = uint8(table[v] >> 48)
		}
	}
}

// lookColours does four pixels at a time.
func lookColours(r, g, b []uint8, row []byte, table *[256]uint64) {
	n := len(r)
	g, b, row = g[:n], b[:n], row[:n]
	i := 0
	for ; i <= n-4; i += 4 {
		four := binary.LittleEndian.Uint32(row[i:])
		first := table[uint8(four)] | table[uint8(four>>8)]<<8
		second := table[uint8(four>>16)] | table[four>>24]<<8
		binary.LittleEndian.PutUint32(r[i:], uint32(first&0xffff|second<<16))
		binary.LittleEndian.PutUint32(g[i:], uint32(first>>16&0xffff|second&0xffff0000))
		binary.LittleEndian.PutUint32(b[i:], uint32(first>>32&0xffff|second>>32<<16))
	}
	for ; i < n; i++ {
		p := table[row[i]]
		r[i], g[i], b[i] = uint8(p), uint8(p>>16), uint8(p>>32)
	}
}
