package kernel

import (
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"
)

// Every kernel is tested on all levels of the machine against its generic twin. Its slices lie in fences: they
// begin or end where memory begins or ends, so that a read or write beside them is a fault.

// levels returns those of this machine.
func levels() (all []level) {
	for l := generic; l <= machine; l++ {
		all = append(all, l)
	}
	return all
}

// onLevels runs a test once for each level.
func onLevels(t *testing.T, test func(t *testing.T)) {
	for _, l := range levels() {
		t.Run(l.String(), func(t *testing.T) {
			defer at(l)()
			test(t)
		})
	}
}

// fuzzLevels calls a test on each level.
func fuzzLevels(test func()) {
	for _, l := range levels() {
		restore := at(l)
		test()
		restore()
	}
}

// benchLevels runs a benchmark once for each level.
func benchLevels(b *testing.B, bench func(b *testing.B)) {
	for _, l := range levels() {
		b.Run("impl="+l.String(), func(b *testing.B) {
			defer at(l)()
			bench(b)
		})
	}
}

// at makes l the level of the kernels until the function it returns is called.
func at(l level) func() {
	was := active
	active = l
	return func() { active = was }
}

// A fence lends slices of the memory between two forbidden pages.
type fence struct{ memory []byte }

// fenced returns n values that end at the fence, or begin there.
func fenced[T uint8 | int16 | int32 | uint64 | float32](f fence, n int, atEnd bool) []T {
	var zero T
	size := int(unsafe.Sizeof(zero))
	all := unsafe.Slice((*T)(unsafe.Pointer(&f.memory[0])), len(f.memory)/size)
	if atEnd {
		return all[len(all)-n:]
	}
	return all[:n:n]
}

// fences are for sources and destinations.
var fences = [4]fence{newFence(), newFence(), newFence(), newFence()}

const fenceBytes = 1 << 20

func fillBytes(r *rand.Rand, s []uint8) []uint8 {
	for i := range s {
		s[i] = uint8(r.Uint32())
	}
	return s
}

func sameBytes(t *testing.T, got, want []uint8, format string, args ...any) {
	t.Helper()
	if slices.Equal(got, want) {
		return
	}
	for i := range got {
		if got[i] != want[i] {
			t.Logf("differs first at %d: %d, want %d", i, got[i], want[i])
			break
		}
	}
	t.Fatalf(format, args...)
}
