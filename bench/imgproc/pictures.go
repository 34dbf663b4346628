package main

import (
	"math"
	"os"
	"path/filepath"
	"strconv"
)

// The pictures' size.
const (
	height = 1080
	width  = 1920
)

// pictures are the files of a picture in gray and in colour.
type pictures struct{ gray, rgb string }

// writePictures makes a picture that is smooth with edges and a little noise, as photos are.
func writePictures(dir string) (pictures, error) {
	p := pictures{filepath.Join(dir, "gray"), filepath.Join(dir, "rgb")}
	gray, rgb := make([]byte, height*width), make([]byte, height*width*3)
	for y := range height {
		for x := range width {
			i := y*width + x
			for c := range 3 {
				rgb[3*i+c] = value(x, y, c)
			}
			gray[i] = rgb[3*i+1]
		}
	}
	if err := os.WriteFile(p.gray, gray, 0o600); err != nil {
		return p, err
	}
	return p, os.WriteFile(p.rgb, rgb, 0o600)
}

func value(x, y, c int) byte {
	fx, fy := float64(x)/width, float64(y)/height
	v := 128 + 60*math.Sin(9*fx+2*float64(c)) + 40*math.Cos(7*fy+3*fx*float64(c))
	if (x/120+y/90)%2 == 0 {
		v += 25
	}
	hash := uint32(x)*2654435761 ^ uint32(y)*2246822519 ^ uint32(c)*3266489917
	hash ^= hash >> 15
	hash *= 2246822519
	return byte(min(max(v+float64(hash>>28), 0), 255))
}

// args are what load wants of the pictures.
func (p pictures) args() []string {
	return []string{p.gray, p.rgb, strconv.Itoa(height), strconv.Itoa(width)}
}
