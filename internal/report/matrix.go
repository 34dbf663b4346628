package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/saccade-go/saccade/classifier"
)

// Of more classes than mostMatrix, the matrix has those with the most mistakes and what remains in one row and column.
const (
	mostMatrix  = 100
	worstMatrix = 40
	mostPairs   = 12 // of the list of confusions
)

// A matrix is a confusion matrix as a table.
type matrix struct {
	Heads []string
	Rows  []matrixRow
	Of    int  // classes in all
	Many  bool // it wants small cells
}

type matrixRow struct {
	Class string
	Rest  bool // all classes that have no row of their own
	Cells []matrixCell
	Total int
}

type matrixCell struct {
	N    int
	Heat string // its CSS class
}

// A Pair is a class and what it was taken for.
type Pair struct {
	Truth, Class string
	N            int
	Part         float64 // of the images of Truth
}

// Partial reports whether classes are left out.
func (m matrix) Partial() bool { return len(m.Heads) < m.Of }

func newMatrix(r *classifier.Report) matrix {
	chosen := matrixClasses(r)
	m := matrix{Of: len(r.Classes), Many: len(chosen) > 30}
	place := map[int]int{}
	for i, k := range chosen {
		place[k] = i
		m.Heads = append(m.Heads, r.Classes[k])
	}
	rest := len(chosen) // the column, and row, of all others
	width := rest
	if rest < len(r.Classes) {
		width++
	}
	counts := make([][]int, width)
	for i := range counts {
		counts[i] = make([]int, width)
	}
	at := func(class int) int {
		if i, ok := place[class]; ok {
			return i
		}
		return rest
	}
	for k := range r.Classes {
		for predicted, n := range r.Answers(k) {
			counts[at(k)][at(predicted)] += n
		}
	}
	for i, row := range counts {
		m.Rows = append(m.Rows, newMatrixRow(i, row))
		if m.Rows[i].Rest = i == rest; i < rest {
			m.Rows[i].Class = m.Heads[i]
		}
	}
	return m
}

func newMatrixRow(i int, counts []int) matrixRow {
	var row matrixRow
	for _, n := range counts {
		row.Total += n
	}
	for k, n := range counts {
		cell := matrixCell{N: n}
		if l := heatLevel(n, row.Total); l > 0 && k == i {
			cell.Heat = fmt.Sprintf("h%d", l)
		} else if l > 0 {
			cell.Heat = fmt.Sprintf("m%d", l)
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// matrixClasses are the classes that the matrix shows, in order.
func matrixClasses(r *classifier.Report) []int {
	chosen := make([]int, len(r.Classes))
	wrong := make([]int, len(r.Classes))
	for k := range chosen {
		chosen[k] = k
		for predicted, n := range r.Answers(k) {
			if predicted != k {
				wrong[k], wrong[predicted] = wrong[k]+n, wrong[predicted]+n
			}
		}
	}
	if len(chosen) > mostMatrix {
		slices.SortStableFunc(chosen, func(a, b int) int { return cmp.Compare(wrong[b], wrong[a]) })
		chosen = chosen[:worstMatrix]
		slices.Sort(chosen)
	}
	return chosen
}

// pairs are the most frequent confusions.
func pairs(r *classifier.Report) []Pair {
	var all []Pair
	for k, truth := range r.Classes {
		support := 0
		first := len(all)
		for predicted, n := range r.Answers(k) {
			support += n
			if predicted != k {
				all = append(all, Pair{truth, r.Classes[predicted], n, 0})
			}
		}
		for i := first; i < len(all); i++ {
			all[i].Part = float64(all[i].N) / float64(support)
		}
	}
	slices.SortStableFunc(all, func(a, b Pair) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(b.Part, a.Part)) })
	return all[:min(len(all), mostPairs)]
}
