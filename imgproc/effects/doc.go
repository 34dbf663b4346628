// Package effects has the filters of two libraries of Go as stages: github.com/anthonynsimon/bild and
// github.com/disintegration/imaging, each under its library's name. They are for who has used these libraries and wants the very
// same pictures; package imgproc has its own for most of them, which are faster, take float32 as well and allocate nothing.
//
//	catalogue, err := pipeline.Standard().With(effects.Steps()...)
//
// makes their names known to configuration files: bild_emboss, imaging_sigmoid …
//
// All take uint8 pictures, gray or RGB, with or without alpha, and keep the spec. Alpha: imaging gets it straight, as it wants it, and
// blurs it as well; bild takes premultiplied colours for straight ones, so it sees the picture without alpha, which is copied.
// Apply allocates, because they do, and uses as many processors as Go may. bild's noise and blend and both libraries' sizes and crops
// are left out: noise depends on the clock, the others are package imgproc's.
//
// # What is guarded
//
// Bad parameters are errors of OutSpec, before the libraries see them: among others those with which they panic in goroutines of
// their own, which nobody could recover. A panic in Apply's goroutine becomes an error. Importing bild sets GOMAXPROCS to the number
// of processors; this package sets it back to what the environment or Go's default says.
package effects
