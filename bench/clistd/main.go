// Command clistd classifies the images below a folder, as one writes it with the standard library and disintegration/imaging: one
// row for each, in the order of the paths. It is a contestant of bench/cli.
//
//	clistd WEIGHTS CLASSES FOLDER GOROUTINES
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/csv"
	"fmt"
	"image"
	_ "image/jpeg"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/disintegration/imaging"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "clistd:", err)
		os.Exit(1)
	}
}

// side is that of the pictures that the weights are for.
const side = 32

type model struct {
	classes []string
	weights []float32 // of each class, then the biases
}

func run(args []string) error {
	if len(args) != 4 {
		return fmt.Errorf("wanted WEIGHTS CLASSES FOLDER GOROUTINES, found %d arguments", len(args))
	}
	m, err := open(args[0], args[1])
	if err != nil {
		return err
	}
	goroutines, err := strconv.Atoi(args[3])
	if err != nil {
		return err
	}
	var paths []string
	err = filepath.WalkDir(args[2], func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		return err
	}
	slices.Sort(paths)
	return m.all(paths, goroutines)
}

func open(weights, classes string) (model, error) {
	b, err := os.ReadFile(weights)
	if err != nil {
		return model{}, err
	}
	names, err := os.ReadFile(classes)
	if err != nil {
		return model{}, err
	}
	m := model{strings.Fields(string(names)), make([]float32, len(b)/4)}
	for i := range m.weights {
		m.weights[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	if want := len(m.classes) * (3*side*side + 1); len(m.weights) != want {
		return m, fmt.Errorf("wanted %d weights, found %d", want, len(m.weights))
	}
	return m, nil
}

type answer struct {
	class       string
	probability float64
	err         error
}

// all writes the rows in order, each when it is ready.
func (m model) all(paths []string, goroutines int) error {
	answers := make([]chan answer, len(paths))
	for i := range answers {
		answers[i] = make(chan answer, 1)
	}
	for g := range goroutines {
		go func() {
			for i := g; i < len(paths); i += goroutines {
				answers[i] <- m.classify(paths[i])
			}
		}()
	}
	w := csv.NewWriter(os.Stdout)
	if err := w.Write([]string{"path", "class", "probability"}); err != nil {
		return err
	}
	for i, path := range paths {
		a := <-answers[i]
		if a.err != nil {
			return a.err
		}
		if err := w.Write([]string{path, a.class, strconv.FormatFloat(a.probability, 'g', -1, 32)}); err != nil {
			return err
		}
		w.Flush()
	}
	return w.Error()
}

func (m model) classify(path string) (a answer) {
	f, err := os.Open(path)
	if err != nil {
		return answer{err: err}
	}
	defer f.Close()
	img, _, err := image.Decode(bufio.NewReader(f))
	if err != nil {
		return answer{err: fmt.Errorf("%s: %w", path, err)}
	}
	small := imaging.Resize(img, side, side, imaging.Linear)
	const n = side * side
	var x [3 * n]float32
	for i := range n {
		for c := range 3 {
			x[c*n+i] = float32(small.Pix[4*i+c]) / 255
		}
	}
	return m.softmax(x[:])
}

func (m model) softmax(x []float32) (a answer) {
	k := len(m.classes)
	logits := make([]float64, k)
	for c := range logits {
		sum := m.weights[k*len(x)+c]
		for i, w := range m.weights[c*len(x):][:len(x)] {
			sum += w * x[i]
		}
		logits[c] = float64(sum)
	}
	most, sum := slices.Max(logits), 0.0
	for _, l := range logits {
		sum += math.Exp(l - most)
	}
	return answer{class: m.classes[slices.Index(logits, most)], probability: 1 / sum}
}
