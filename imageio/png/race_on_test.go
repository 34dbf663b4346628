//go:build race

package png

// raceDetector makes sync.Pool forget at random, so that counting allocations makes no sense.
const raceDetector = true
