//go:build !purego

package kernel

import "golang.org/x/sys/cpu"

func probe() level {
	x := &cpu.X86
	switch {
	case !x.HasAVX2 || !x.HasFMA || !x.HasBMI2:
		return generic
	case !x.HasAVX512F || !x.HasAVX512BW || !x.HasAVX512VL || !x.HasAVX512VNNI:
		return avx2
	}
	return vnni
}
