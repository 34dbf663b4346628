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

// bitAlgebra says that a processor with AVX-512 also has what came with Ice Lake: bits of words shuffled into masks.
var bitAlgebra = cpu.X86.HasAVX512BITALG
