//go:build !amd64 || purego

package kernel

func boxReduceUint8(dst, src []uint8, stride, width, height int) {
	boxReduceByColumns(dst, src, stride, width, height)
}

func sumColumnsUint8(sums []uint16, src []uint8, stride, rows int) {
	sumColumnsUint8Generic(sums, src, stride, rows)
}
