package npy

import "hash/crc32"

// combine returns the CRC-32 of a text of which the beginning has CRC a and the other n bytes have CRC b. A CRC is the
// remainder of a polynomial over GF(2), so that of the whole is a·x^(8n) + b (as crc32_combine of zlib computes it).
func combine(a, b uint32, n int64) uint32 {
	power := uint32(1) << 31 // x⁰; the highest bit is the lowest power
	square := uint32(1) << 23
	for ; n > 0; n >>= 1 { // square is x^(8·2^k)
		if n&1 != 0 {
			power = multiply(square, power)
		}
		square = multiply(square, square)
	}
	return multiply(power, a) ^ b
}

// multiply returns the product of two polynomials modulo that of CRC-32.
func multiply(a, b uint32) uint32 {
	p := uint32(0)
	for m := uint32(1) << 31; m != 0; m >>= 1 {
		if a&m != 0 {
			p ^= b
		}
		carry := b & 1
		b >>= 1
		if carry != 0 {
			b ^= crc32.IEEE
		}
	}
	return p
}
