// Package harness is what the benchmarks have in common: worker processes that answer line by line, medians and ratios,
// the conditions of a run, tables and bars.
package harness
