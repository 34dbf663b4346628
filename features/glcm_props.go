package features

import (
	"math"
	"slices"
)

// The properties of a co-occurrence matrix, as places in a propValues.
const (
	propContrast = iota
	propDissimilarity
	propHomogeneity
	propASM
	propEnergy
	propCorrelation
	propEntropy
	propMean
	propVariance
	propStd
	propCount
)

// propNames has their names, in this order.
var propNames = [propCount]string{
	"contrast", "dissimilarity", "homogeneity", "asm", "energy", "correlation", "entropy", "mean", "variance", "std",
}

// propIndex returns a property's place, or −1.
func propIndex(name string) int { return slices.Index(propNames[:], name) }

type propValues [propCount]float64

// propsOf returns the properties of an n×n matrix of counts; the entropy, which takes long, only if asked for. What depends on
// i, j, or i−j alone comes from sums over the rest, which are exact.
func propsOf(matrix []uint32, n int, entropy bool) (p propValues) {
	var rows, columns, differences [maxGLCMLevels]uint64
	var squares, logs float64 // Σ c², Σ c·ln c
	for i := range n {
		for j, c := range matrix[i*n : (i+1)*n] {
			if c == 0 {
				continue
			}
			rows[i] += uint64(c)
			columns[j] += uint64(c)
			differences[max(i-j, j-i)] += uint64(c)
			squares += float64(c) * float64(c)
			if entropy && c > 1 {
				logs += float64(c) * math.Log(float64(c))
			}
		}
	}
	total := 0.
	for d, c := range differences[:n] {
		v, d := float64(c), float64(d)
		total += v
		p[propContrast] += v * d * d
		p[propDissimilarity] += v * d
		p[propHomogeneity] += v / (1 + d*d)
	}
	if total == 0 {
		return propValues{propCorrelation: 1}
	}
	p[propContrast] /= total
	p[propDissimilarity] /= total
	p[propHomogeneity] /= total
	p[propASM] = squares / (total * total)
	p[propEnergy] = math.Sqrt(squares) / total
	p[propEntropy] = max(0, math.Log(total)-logs/total)
	p[propMean], p[propVariance] = meanOf(rows[:n], total)
	p[propStd] = math.Sqrt(p[propVariance])
	mean, variance := meanOf(columns[:n], total)
	p[propCorrelation] = 1
	if deviations := p[propStd] * math.Sqrt(variance); deviations > 0 {
		p[propCorrelation] = covarianceOf(matrix, n, p[propMean], mean) / total / deviations
	}
	return p
}

// meanOf returns the mean and the variance of levels, of which counts says how many there are, and total how many in all.
func meanOf(counts []uint64, total float64) (mean, variance float64) {
	for i, c := range counts {
		mean += float64(i) * float64(c)
	}
	mean /= total
	for i, c := range counts {
		d := float64(i) - mean
		variance += d * d * float64(c)
	}
	return mean, variance / total
}

// covarianceOf returns Σ c·(i−meanI)·(j−meanJ).
func covarianceOf(matrix []uint32, n int, meanI, meanJ float64) (sum float64) {
	for i := range n {
		row := 0.
		for j, c := range matrix[i*n : (i+1)*n] {
			row += float64(c) * (float64(j) - meanJ)
		}
		sum += row * (float64(i) - meanI)
	}
	return sum
}
