//go:build !amd64

package main

const peakChains = 12

func peakWidth() int { return 0 }

func fma(int) {}
