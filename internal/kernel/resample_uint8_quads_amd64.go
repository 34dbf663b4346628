//go:build !purego

package kernel

import (
	"slices"
	"sync"
)

// Runs of middling length are summed up for 16 rows at a time, which are turned first: a vector has a quad, four
// neighbouring values, of each row. So a quad of weights serves all rows, and no sum goes across a vector.

const (
	quadRows    = 16   // of a vector
	quadColumns = 4096 // that are turned at a time: 64 KiB, which stay in the second cache
	quadRun     = 96   // longest run: with longer ones dots are faster
)

type turnedRows [quadRows * quadColumns / 4]uint32

var turned = sync.Pool{New: func() any { return new(turnedRows) }}

// resampleRowsUint8Quads is resampleRowsUint8Generic for at least quadRows rows and 4 results of a row, with weights in
// the layout quadBytes.
func resampleRowsUint8Quads(dst, src []uint8, dstStride, srcStride, rows int, p *packedTaps) {
	quads := turned.Get().(*turnedRows)
	defer turned.Put(quads)
	for r := 0; r < rows; r += quadRows {
		top := min(r, rows-quadRows)
		from, to := src[top*srcStride:], dst[top*dstStride:]
		for lo := 0; lo < len(p.first); lo += p.group {
			t, begin := p.quadGroup(lo)
			origin := int(t.first[0])
			columns := min(int(t.first[len(t.first)-1])+4*t.steps, p.in) - origin
			next := quadRows*srcStride + int(p.first[0])
			if hi := lo + p.group; hi < len(p.first) {
				next = int(p.first[hi])
			}
			quadsUint8VNNI(quads[:], from[origin:], srcStride, columns)
			resampleQuadsUint8VNNI(to[begin:], quads[:], from[min(next, len(from)):], dstStride, srcStride, t.first, t.weights, t.steps)
		}
	}
}

// quadGroup returns the weights of the results lo…, which are made together, at least 4 of them, and where they begin.
func (p *packedTaps) quadGroup(lo int) (t packedTaps, begin int) {
	begin = min(lo, len(p.first)-4)
	return p.slice(begin, min(lo+p.group, len(p.first))), begin
}

// packQuads stores, for each result, its weights quad by quad: three int32 with the parts of four weights. Runs begin at
// columns that are multiples of four. It returns no layout if a run is too long, or 4 neighbours too far apart.
func packQuads(t Taps[int32], in int) packedTaps {
	if int(slices.Max(t.Count)) > quadRun || !slices.IsSorted(t.First) {
		return packedTaps{}
	}
	p := packedTaps{layout: quadBytes, in: in, first: make([]int32, t.Len()), pitch: inBytes.parts}
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
			inBytes.put(p.weights[(x*p.steps+i)*p.pitch:], 1, padded[4*i:])
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
