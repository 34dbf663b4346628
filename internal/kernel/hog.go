package kernel

// FoldGradients turns each gradient (down[i], right[i]) that points up, or straight to the left, into the opposite one, in 0° to below 180°.
// Its bin becomes half where it was turned and 0 elsewhere, and magnitudes[i] = √(down² + right²). All slices have the length of
// down. A gradient with NaN isn't turned.
func FoldGradients(down, right, magnitudes, bins []float32, half float32) {
	n := len(down)
	foldGradients(down, right[:n], magnitudes[:n], bins[:n], half)
}

// CountPast adds 1 to the bin of each folded gradient whose angle is that of (cos, sin) or larger, bins[i] += cos·down[i] ≥ sin·right[i],
// for each i of bins.
func CountPast(bins, down, right []float32, cos, sin float32) {
	countPast(bins, down[:len(bins)], right[:len(bins)], cos, sin)
}

// KeepLarger replaces each gradient (down[i], right[i]) by the other one where that is longer, for each i of down.
func KeepLarger(down, right, otherDown, otherRight []float32) {
	n := len(down)
	keepLarger(down, right[:n], otherDown[:n], otherRight[:n])
}

// ScaleTo is dst[i] = min(src[i]·factor, most) for each i of dst. dst may be src. NaN stays NaN.
func ScaleTo(dst, src []float32, factor, most float32) { scaleTo(dst, src[:len(dst)], factor, most) }

// Angle is dst[i] = scale·φ for each i of dst, where φ is the angle of (down[i], right[i]), 0 to 2π, by OpenCV's polynomial, which is
// within 0.0002 of it: with c the smaller of |down| and |right| over the larger one,
//
//	φ = c·(p₁ + c²·(p₃ + c²·(p₅ + c²·p₇)))
//
// mirrored into the right octant. It is 0 where both are 0.
func Angle(dst, down, right []float32, scale float32) {
	angle(dst, down[:len(dst)], right[:len(dst)], scale)
}
