package pipeline

import (
	"context"
	"iter"
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"
)

// A Sizer is a Source that can say how much there is to read and decode.
type Sizer interface {
	Source
	// Size returns the bytes of the encoded image, 0 if they are not known. It may take as long as asking a file system.
	Size() int64
}

// MapUnordered is [Map] for who doesn't mind the order: images with large files are worked on first, so that none is left
// when the others are done and most workers have nothing to do. Result.Index is the source's index in the list, and
// random steps depend on it, so that each source's result is that of Map. Sources that are no [Sizer], or don't know their
// size, come last, in their order.
func MapUnordered[S Source](ctx context.Context, plan *Plan, sources []S, opt Options) iter.Seq2[S, Result] {
	return mapIndexed(ctx, plan, func(yield func(int, S) bool) {
		for _, i := range largestFirst(ctx, sources) {
			if !yield(i, sources[i]) {
				return
			}
		}
	}, opt)
}

// largestFirst returns the indices of the sources, those with larger files first. Sizes count as equal within a factor of
// four: sources stay in their order as far as that goes, as discs like it.
func largestFirst[S Source](ctx context.Context, sources []S) []int {
	order, classes := make([]int, len(sources)), make([]int, len(sources))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range readers { // side by side, as each may have to ask a network
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(sources) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				classes[i] = bits.Len64(uint64(size(&sources[i]))) / 2
			}
		})
	}
	wg.Wait()
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return classes[b] - classes[a] })
	return order
}

// size asks *s for its size. That of a source that isn't a Sizer, or panics, is not known.
func size[S Source](s *S) (bytes int64) {
	var panicked error
	defer contain(&panicked)
	z, ok := any(s).(Sizer)
	if !ok {
		z, ok = any(*s).(Sizer)
	}
	if ok {
		bytes = max(z.Size(), 0)
	}
	return bytes
}
