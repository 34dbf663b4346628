//go:build !amd64 || purego

package kernel

func upsampleH2V1(dst, src []uint8) { upsampleH2V1Generic(dst, src) }

func upsampleH2V2(dst, near, far []uint8) { upsampleH2V2Generic(dst, near, far) }

func upsampleH1V2(dst, near, far []uint8, bias int32) { upsampleH1V2Generic(dst, near, far, bias) }
