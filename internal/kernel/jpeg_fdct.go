package kernel

// FDCT8 is the forward DCT of a block of 8×8 samples, less 128, in place: libjpeg's accurate integer transform ("islow";
// Loeffler, Ligtenberg and Moschytz 1989), rows first, then columns. The results are 8 times the coefficients.
func FDCT8(block *[64]int16) {
	const (
		up    = idctPass1
		shift = idctBits - idctPass1
		half  = 1 << (shift - 1)
	)
	for y := 0; y < 64; y += 8 {
		row := (*[8]int16)(block[y:])
		e0, e4, e2, e6, o1, o3, o5, o7 := forward(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7])
		row[0], row[4] = int16(e0<<up), int16(e4<<up)
		row[2], row[6] = int16((e2+half)>>shift), int16((e6+half)>>shift)
		row[1], row[3] = int16((o1+half)>>shift), int16((o3+half)>>shift)
		row[5], row[7] = int16((o5+half)>>shift), int16((o7+half)>>shift)
	}
	for x := range 8 {
		fdctColumn((*[57]int16)(block[x:]))
	}
}

// fdctColumn takes every eighth value.
func fdctColumn(c *[57]int16) {
	const (
		down  = idctPass1
		shift = idctBits + idctPass1
		half  = 1 << (shift - 1)
	)
	e0, e4, e2, e6, o1, o3, o5, o7 := forward(c[0], c[8], c[16], c[24], c[32], c[40], c[48], c[56])
	c[0], c[32] = int16((e0+1<<(down-1))>>down), int16((e4+1<<(down-1))>>down)
	c[16], c[48] = int16((e2+half)>>shift), int16((e6+half)>>shift)
	c[8], c[24] = int16((o1+half)>>shift), int16((o3+half)>>shift)
	c[40], c[56] = int16((o5+half)>>shift), int16((o7+half)>>shift)
}

// forward is the one-dimensional transform: e0 and e4 are sums, the others are multiplied by 2¹³.
func forward(s0, s1, s2, s3, s4, s5, s6, s7 int16) (e0, e4, e2, e6, o1, o3, o5, o7 int32) {
	d0, d1, d2, d3 := int32(s0), int32(s1), int32(s2), int32(s3)
	d4, d5, d6, d7 := int32(s4), int32(s5), int32(s6), int32(s7)
	t0, t1, t2, t3 := d0+d7, d1+d6, d2+d5, d3+d4
	t7, t6, t5, t4 := d0-d7, d1-d6, d2-d5, d3-d4

	a0, a3, a1, a2 := t0+t3, t0-t3, t1+t2, t1-t2
	z1 := (a2 + a3) * fix0541
	e0, e4, e2, e6 = a0+a1, a0-a1, z1+a3*fix0765, z1-a2*fix1847

	z5 := (t4 + t6 + t5 + t7) * fix1175
	z3, z4 := z5-(t4+t6)*fix1961, z5-(t5+t7)*fix0390
	y1, y2 := (t4+t7)*-fix0899, (t5+t6)*-fix2562
	o7, o5 = t4*fix0298+y1+z3, t5*fix2053+y2+z4
	o3, o1 = t6*fix3072+y2+z3, t7*fix1501+y1+z4
	return
}
