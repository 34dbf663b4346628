package main

import "github.com/saccade-go/saccade/imgproc"

var sizeGroup = group{"Size, cut and turn", []operation{
	{step: imgproc.Resize{Height: 40, Width: 60, Filter: imgproc.Lanczos3}, params: "`shorter`, or `height` and `width` (required), `fit` no, `filter` bilinear, `no_antialias` no, `linear` no", equals: "Pillow on uint8, byte for byte; torchvision with antialias on float32; OpenCV for area and with no_antialias"},
	{step: imgproc.Reduce{Factor: 4}, params: "`factor` (required)", equals: "Pillow `Image.reduce`"},
	{step: imgproc.Crop{X: 10, Y: 5, Width: 80, Height: 56}, params: "`x` 0, `y` 0, `width`, `height` (required)", equals: "`torchvision.crop`"},
	{step: imgproc.CenterCrop{Height: 60, Width: 60}, params: "`height`, `width` (required)", equals: "`torchvision.CenterCrop`"},
	{step: imgproc.Pad{Top: 10, Right: 20, Bottom: 10, Left: 20, Mode: imgproc.Reflect}, params: "`top`, `right`, `bottom`, `left` 0, `mode` constant, `value` 0", equals: "`numpy.pad`"},
	{step: imgproc.FlipHorizontal{}, equals: "`torchvision.hflip`"},
	{step: imgproc.FlipVertical{}, equals: "`torchvision.vflip`"},
	{step: imgproc.Rotate90{Turns: 1}, params: "`turns` 1", equals: "`numpy.rot90`"},
	{step: imgproc.CropResize{X: 10, Y: 5, CropWidth: 50, CropHeight: 50, Height: 60, Width: 60}, params: "`x` 0, `y` 0, `crop_width`, `crop_height`, `height`, `width` (required), `filter` bilinear", equals: "torchvision `resized_crop`"},
	{step: imgproc.Letterbox{Height: 60, Width: 60, Value: []float32{114}}, params: "`height`, `width` (required), `filter` bilinear, `value` 0", equals: "Pillow `ImageOps.pad`, byte for byte"},
	{step: imgproc.Fill{Height: 60, Width: 60}, params: "`height`, `width` (required), `filter` bilinear", equals: "Pillow `ImageOps.fit`, byte for byte"},
	{step: imgproc.FiveCrop{Height: 30, Width: 30}, params: "`height`, `width` (required)", equals: "torchvision `FiveCrop`"},
	{step: imgproc.TenCrop{Height: 30, Width: 30}, params: "`height`, `width` (required), `vertical` no", equals: "torchvision `TenCrop`"},
	{step: imgproc.Tiles{Rows: 2, Columns: 3}, params: "`rows`, `columns` (required)", equals: "slices of NumPy"},
	{step: imgproc.Deskew{}, equals: "`deskew` of OpenCV's digits tutorial, byte for byte"},
	{step: imgproc.Transpose{}, equals: "Pillow `TRANSPOSE`"},
	{step: imgproc.Transverse{}, equals: "Pillow `TRANSVERSE`"},
	{step: imgproc.Erase{Boxes: []imgproc.Crop{{X: 40, Y: 20, Width: 30, Height: 20}}}, params: "`boxes` (required), `value` 0, `noise` 0", equals: "torchvision `erase`"},
	{step: imgproc.Identity{}, equals: "`torch.nn.Identity`"},
}}
