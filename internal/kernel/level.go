package kernel

// Level names what the kernels use of the processor: "generic", "avx2" or "vnni". Matrix products of "generic" differ from
// those of the others in their last bits; see [Gemm].
func Level() string { return active.String() }
