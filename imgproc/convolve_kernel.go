package imgproc

import "github.com/saccade-go/saccade/internal/scratch"

// A lentKernel is a kernel in lent memory, with room for its factors.
type lentKernel struct {
	memory *scratch.Buffer[float32]
	h, w   int
}

// lendKernel copies a kernel, turned by 180° if flip says so.
func lendKernel(rows [][]float32, flip bool) lentKernel {
	k := lentKernel{h: len(rows), w: len(rows[0])}
	k.memory = scratch.Float32.Get(k.h*k.w + k.h + k.w)
	n := k.h * k.w
	for j, row := range rows {
		for i, v := range row {
			at := j*k.w + i
			if flip {
				at = n - 1 - at
			}
			k.memory.S[at] = v
		}
	}
	return k
}

func (k lentKernel) free() { scratch.Float32.Put(k.memory) }

// correlator returns the filter, separable if it can be.
func (k lentKernel) correlator(border Border) correlator {
	n := k.h * k.w
	taps, across, down := k.memory.S[:n], k.memory.S[n:][:k.w], k.memory.S[n+k.w:][:k.h]
	if factors(across, down, taps) {
		return separable(across, down, border, false)
	}
	return correlator{taps: taps, h: k.h, w: k.w, border: border}
}
