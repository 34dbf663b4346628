//go:build race

package testdata

// Race reports whether the race detector is on. Then sync.Pool drops some of what it is given, so that allocations can't
// be counted.
const Race = true
