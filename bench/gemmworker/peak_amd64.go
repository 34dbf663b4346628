package main

import "golang.org/x/sys/cpu"

// peakChains is how many multiply-adds the loops have that don't wait for each other.
const peakChains = 12

// fma512 does n times 12 multiply-adds of 16 float32, fma256 of 8.
func fma512(n int)
func fma256(n int)

// peakWidth returns how many float32 are multiplied at once, 0 if the processor doesn't multiply and add.
func peakWidth() int {
	switch {
	case cpu.X86.HasAVX512F:
		return 16
	case cpu.X86.HasFMA:
		return 8
	}
	return 0
}

func fma(n int) {
	if cpu.X86.HasAVX512F {
		fma512(n)
	} else {
		fma256(n)
	}
}
