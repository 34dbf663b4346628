//go:build race

package imageio

// raceDetector makes sync.Pool forget at random, so that counting allocations makes no sense.
const raceDetector = true
