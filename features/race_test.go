//go:build race

package features

// raceDetector is on in builds with -race, where sync.Pool drops some of what it is given.
const raceDetector = true
