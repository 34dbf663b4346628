//go:build !race

package testdata

// Race reports whether the race detector is on; see race.go.
const Race = false
