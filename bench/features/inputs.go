package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// The dictionary's shape, and PCA's.
const (
	atoms, patch      = 1600, 6 * 6 * 3
	length, component = 784, 64
)

// writeInputs writes what contestants read: pictures as uint8, RGB interleaved; arrays as float32, little endian.
func writeInputs(dir string) error {
	r := rand.New(rand.NewPCG(1, 0))
	normal := func(n int, scale float64) []float32 {
		v := make([]float32, n)
		for i := range v {
			v[i] = float32(r.NormFloat64() * scale)
		}
		return v
	}
	whiten := normal(patch*patch, 0.02)
	for i := range patch {
		whiten[i*patch+i]++
	}
	var all error
	for name, values := range map[string]any{
		"gray128": picture(128, 1), "rgb224": picture(224, 3), "rgb32": picture(32, 3),
		"mean": normal(patch, 0.1), "whiten": whiten, "dictionary": normal(atoms*patch, 1),
		"vectors": normal(vectors*length, 1), "pca_mean": normal(length, 1), "components": normal(component*length, 1./28),
	} {
		var b bytes.Buffer
		err := binary.Write(&b, binary.LittleEndian, values)
		all = errors.Join(all, err, os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o600))
	}
	return all
}

// picture has slopes, edges and a little noise, as photos have.
func picture(size, channels int) []byte {
	pix := make([]byte, 0, size*size*channels)
	for y := range size {
		for x := range size {
			for c := range channels {
				fx, fy := float64(x)/float64(size), float64(y)/float64(size)
				v := 118 + 60*math.Sin(9*fx+2*float64(c)) + 40*math.Cos(7*fy+3*fx*float64(c+1))
				if (8*x/size+6*y/size)%2 == 0 {
					v += 25
				}
				hash := uint32(x)*2654435761 ^ uint32(y)*2246822519 ^ uint32(c)*3266489917
				hash ^= hash >> 15
				hash *= 2246822519
				pix = append(pix, byte(min(max(v+float64(hash>>28), 0), 255)))
			}
		}
	}
	return pix
}
