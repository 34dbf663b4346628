package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"image/jpeg"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

func main() {
	out := flag.String("out", "docs/gallery", "write the page and its pictures to `DIR`")
	photos := flag.String("photos", "testdata/photos", "take the photos from `DIR`")
	flag.Parse()
	runtime.GOMAXPROCS(1)
	if err := gallery(*out, *photos); err != nil {
		fmt.Fprintln(os.Stderr, "gallery:", err)
		os.Exit(1)
	}
}

// photoFiles are the photos by the names that operations call them.
var photoFiles = map[string]string{"": "chelsea.jpg", "astronaut": "astronaut.jpg", "coffee": "coffee_exif6.jpg", "rocket": "rocket.jpg"}

func gallery(out, dir string) error {
	photos := map[string]*tensor.Tensor{}
	for name, file := range photoFiles {
		t, err := load(filepath.Join(dir, file))
		if err != nil {
			return err
		}
		photos[name] = t
	}
	if err := clear(out); err != nil {
		return err
	}
	sections, err := collect(photos, func(file string, t *tensor.Tensor) error {
		return save(filepath.Join(out, file), t)
	})
	if err != nil {
		return err
	}
	var page bytes.Buffer
	writePage(&page, processor(), sections)
	return os.WriteFile(filepath.Join(out, "README.md"), page.Bytes(), 0o666)
}

// clear removes the pictures of the last time, of which some may not be made any more.
func clear(out string) error {
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(out, "*.jpg"))
	for _, file := range old {
		if err := os.Remove(file); err != nil {
			return err
		}
	}
	return err
}

// photoSide is the longest side of the pictures.
const photoSide = 256

// load returns a photo in RGB, scaled down.
func load(file string) (*tensor.Tensor, error) {
	t := new(tensor.Tensor)
	if err := imageio.ReadFile(t, file, imageio.Options{Space: tensor.RGB}); err != nil {
		return nil, err
	}
	return run(imgproc.Resize{Height: photoSide, Width: photoSide, Fit: true, Filter: imgproc.Lanczos3}, t)
}

func save(file string, t *tensor.Tensor) error {
	img, err := t.Image()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 85}); err != nil {
		return err
	}
	return os.WriteFile(file, b.Bytes(), 0o666)
}

// processor is what the system calls it, without the trademarks.
func processor() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if name, ok := strings.CutPrefix(lines.Text(), "model name"); ok {
			return strings.NewReplacer("(R)", "", "(TM)", "", ":", "").Replace(strings.TrimSpace(strings.TrimLeft(name, "\t :")))
		}
	}
	return runtime.GOARCH
}
