package imgproc_test

import "github.com/saccade-go/saccade/imgproc"

var warpFilters = []imgproc.Filter{imgproc.Bilinear, imgproc.Nearest, imgproc.Bicubic}
