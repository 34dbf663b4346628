//go:build !purego

package kernel

import "unsafe"

// The assembly has these offsets. An array of another length isn't assignable.
var (
	_ [0]byte = [unsafe.Offsetof(JPEGLane{}.Stop) - 48]byte{}
	_ [0]byte = [unsafe.Offsetof(JPEGLane{}.Pred) - 88]byte{}
	_ [0]byte = [unsafe.Offsetof(JPEGLane{}.Bad) - 128]byte{}
	_ [0]byte = [unsafe.Offsetof(JPEGUnit{}.Step) - 64]byte{}
	_ [0]byte = [unsafe.Sizeof(JPEGUnit{}) - 80]byte{}
	_ [0]byte = [unsafe.Offsetof(JPEGCode{}.limit) - 8448]byte{}
	_ [0]byte = [unsafe.Offsetof(JPEGCode{}.skip) - 9360]byte{}
)

// JPEGByTurns reports whether [JPEGDecodeTwo] takes less time than two lanes one after the other.
func JPEGByTurns() bool { return active >= avx2 }

func jpegDecode(l *JPEGLane) {
	switch {
	case active < avx2:
		jpegDecodeGeneric(l)
	case !l.begin():
	case l.OnlyDC:
		jpegDecodeDCAVX2(&l.Acc)
	default:
		jpegDecodeAVX2(&l.Acc)
	}
}

func jpegDecodeTwo(a, b *JPEGLane) {
	switch {
	case active < avx2:
		jpegDecodeGeneric(a)
	case !a.begin() || !b.begin():
	case a.OnlyDC:
		jpegDecodeTwoDCAVX2(&a.Acc, &b.Acc)
	default:
		jpegDecodeTwoAVX2(&a.Acc, &b.Acc)
	}
}
