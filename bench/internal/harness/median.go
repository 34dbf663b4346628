package harness

import (
	"math"
	"slices"
)

// Median returns the middle of values, or the mean of the two in the middle; NaN if there are none.
func Median(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	v := slices.Sorted(slices.Values(values))
	n := len(v)
	return (v[(n-1)/2] + v[n/2]) / 2
}

// Ratio returns the median of a[i]/b[i] over the rounds i that both have: what disturbs a round disturbs both.
func Ratio(a, b []float64) float64 {
	ratios := make([]float64, min(len(a), len(b)))
	for i := range ratios {
		ratios[i] = a[i] / b[i]
	}
	return Median(ratios)
}
