package kernel

// Lerp is dst[i] += weight · (src[i] − dst[i]) for each i of dst, as torch.lerp has it for weights below ½. An
// exponential moving average with decay d takes the weight 1 − d.
func Lerp(dst, src []float32, weight float32) { lerp(dst, src[:len(dst)], weight) }
