package kernel

// LookupFloat32 applies any function of a uint8, given as a table: dst[i] = table[src[i]] for each i of dst.
func LookupFloat32(dst []float32, src []uint8, table *[256]float32) {
	lookupFloat32(dst, src[:len(dst)], table)
}

// lookupFloat32Generic is the reference for [LookupFloat32].
func lookupFloat32Generic(dst []float32, src []uint8, table *[256]float32) {
	for i, v := range src {
		dst[i] = table[v]
	}
}
