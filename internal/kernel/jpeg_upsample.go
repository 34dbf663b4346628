package kernel

// UpsampleH2V1 doubles a row by the triangle filter of libjpeg ("fancy upsampling"): with s the source, whose ends
// are repeated,
//
//	dst[2i]   = (3·s[i] + s[i−1] + 1) >> 2
//	dst[2i+1] = (3·s[i] + s[i+1] + 2) >> 2
//
// dst has twice as many values as src, which has at least one.
func UpsampleH2V1(dst, src []uint8) { upsampleH2V1(dst[:2*len(src)], src) }

func upsampleH2V1Generic(dst, src []uint8) {
	dst = dst[:2*len(src)]
	last := int32(src[0])
	for i, v := range src {
		this, next := int32(v), int32(src[min(i+1, len(src)-1)])
		dst[2*i] = uint8((3*this + last + 1) >> 2)
		dst[2*i+1] = uint8((3*this + next + 2) >> 2)
		last = this
	}
}

// UpsampleH2V2 makes a row of twice the width out of two, near the row that the result lies in, far the one above
// for the upper half and the one below for the lower half, by libjpeg's triangle filter: with
// s[i] = 3·near[i] + far[i], whose ends are repeated,
//
//	dst[2i]   = (3·s[i] + s[i−1] + 8) >> 4
//	dst[2i+1] = (3·s[i] + s[i+1] + 7) >> 4
//
// dst has twice as many values as near and far, which have at least one.
func UpsampleH2V2(dst, near, far []uint8) { upsampleH2V2(dst[:2*len(near)], near, far[:len(near)]) }

func upsampleH2V2Generic(dst, near, far []uint8) {
	n := len(near)
	dst, far = dst[:2*n], far[:n]
	this := 3*int32(near[0]) + int32(far[0])
	last := this
	for i := range n - 1 {
		next := 3*int32(near[i+1]) + int32(far[i+1])
		dst[2*i] = uint8((3*this + last + 8) >> 4)
		dst[2*i+1] = uint8((3*this + next + 7) >> 4)
		last, this = this, next
	}
	dst[2*n-2] = uint8((3*this + last + 8) >> 4)
	dst[2*n-1] = uint8((4*this + 7) >> 4)
}

// UpsampleH1V2 makes a row out of two, near and far as in [UpsampleH2V2]:
//
//	dst[i] = (3·near[i] + far[i] + bias) >> 2
//
// bias is 1 for the upper half and 2 for the lower one.
func UpsampleH1V2(dst, near, far []uint8, bias int32) {
	upsampleH1V2(dst, near[:len(dst)], far[:len(dst)], bias)
}

func upsampleH1V2Generic(dst, near, far []uint8, bias int32) {
	near, far = near[:len(dst)], far[:len(dst)]
	for i := range dst {
		dst[i] = uint8((3*int32(near[i]) + int32(far[i]) + bias) >> 2)
	}
}
