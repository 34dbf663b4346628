package kernel

// Level names what the kernels use of the processor: "generic", "avx2" … Between two levels, results in float32 may differ in
// their last bits; see Gemm.
func Level() string { return active.String() }
