//go:build !purego

package kernel

import (
	"slices"
	"sync"
)

// Runs of middling length are summed up for 16 rows at a time, which are turned first: a vector has a quad, four
// neighbouring values, of each row. So a quad of weights serves all rows, and no sum goes across a vector.

const (
	quadRows    = 16
	quadColumns = 4096 // that are turned at a time: 64 KiB, which stay in the second cache
	quadRun     = 96   // longest run: with longer ones dots are faster
)

type turnedRows [quadRows * quadColumns / 4]uint32

var turned = sync.Pool{New: func() any { return new(turnedRows) }}

// resampleRowsUint8Quads is resampleRowsUint8Generic for at least quadRows rows and 4 results of a row, with weights in
// the layout quadWords or quadBytes.
func resampleRowsUint8Quads(dst, src []uint8, dstStride, srcStride, rows int, p *packedTaps) {
	quads := turned.Get().(*turnedRows)
	defer turned.Put(quads)
	for r := 0; r < rows; r += quadRows {
		top := min(r, rows-quadRows)
		from, to := src[top*srcStride:], dst[top*dstStride:]
		for lo := 0; lo < len(p.first); lo += p.group {
			t, begin := p.quadGroup(lo)
			next := quadRows*srcStride + int(p.first[0])
			if hi := lo + p.group; hi < len(p.first) {
				next = int(p.first[hi])
			}
			t.quads(to[begin:], from, from[min(next, len(from)):], quads[:], dstStride, srcStride)
		}
	}
}

// quads makes a group of results of quadRows rows. At next are the rows that come next.
func (p *packedTaps) quads(dst, src, next []uint8, quads []uint32, dstStride, srcStride int) {
	first := int(p.first[0])
	end := min(max(int(p.first[len(p.first)-1])+4*p.steps, 16), p.in)
	turn16RowsUint8AVX2(quads, src[first:], srcStride, end-first)
	if p.layout == quadBytes {
		resampleQuadsUint8VNNI(dst, quads, next, dstStride, srcStride, p.first, p.weights, p.steps)
	} else {
		resampleQuadsUint8AVX2(dst, quads, next, dstStride, srcStride, p.first, p.weights, p.steps)
	}
}

// quadGroup returns the weights of the results lo…, which are made together, at least 4 of them, and where they begin.
func (p *packedTaps) quadGroup(lo int) (t packedTaps, begin int) {
	begin = min(lo, len(p.first)-4)
	return p.slice(begin, min(lo+p.group, len(p.first))), begin
}

// packQuads stores, for each result, its weights quad by quad, part by part. Runs begin at columns that are multiples of
// four. It returns no layout if a run is too long, or 4 neighbours too far apart.
func packQuads(t Taps[int32], in int, l layout, s split) packedTaps {
	if int(slices.Max(t.Count)) > quadRun || !slices.IsSorted(t.First) {
		return packedTaps{}
	}
	p := packedTaps{layout: l, in: in, first: make([]int32, t.Len()), pitch: s.parts}
	for x, first := range t.First {
		p.first[x] = first &^ 3
		p.steps = max(p.steps, int(first&3+t.Count[x]+3)/4)
	}
	if p.group = p.quadGroups(); p.group < 4 {
		return packedTaps{}
	}
	p.weights = make([]int32, t.Len()*p.steps*p.pitch)
	padded := make([]int32, 4*p.steps)
	for x := range t.First {
		first, run := t.Run(x)
		clear(padded)
		copy(padded[first&3:], run)
		for i := range p.steps {
			s.put(p.weights[(x*p.steps+i)*p.pitch:], 1, padded[4*i:])
		}
	}
	return p
}

// quadGroups returns how many neighbouring results always lie within quadColumns.
func (p *packedTaps) quadGroups() int {
	group := quadColumns
	for x, first := range p.first {
		for int(p.first[min(x+group, len(p.first))-1]-first)+4*p.steps > quadColumns {
			group--
		}
	}
	return group
}
