package kernel

// Add is dst[i] = a[i] + b[i] for each i of dst. dst may be a or b, here and below.
func Add(dst, a, b []float32) { add(dst, a[:len(dst)], b[:len(dst)]) }

// Sub is dst[i] = a[i] − b[i] for each i of dst.
func Sub(dst, a, b []float32) { sub(dst, a[:len(dst)], b[:len(dst)]) }

// Mul is dst[i] = a[i] · b[i] for each i of dst.
func Mul(dst, a, b []float32) { mul(dst, a[:len(dst)], b[:len(dst)]) }

// Scale is dst[i] = factor · src[i] for each i of dst.
func Scale(dst, src []float32, factor float32) { scale(dst, src[:len(dst)], factor) }

// AddScaled is dst[i] += factor · src[i] for each i of dst, rounded twice.
func AddScaled(dst, src []float32, factor float32) { addScaled(dst, src[:len(dst)], factor) }

// AddProduct is dst[i] += a[i] · b[i] for each i of dst, rounded twice.
func AddProduct(dst, a, b []float32) { addProduct(dst, a[:len(dst)], b[:len(dst)]) }
