// Command draft measures what Draft costs in exactness: how far pixels are from the exact way's, over folders of photos, and
// how many answers of a trained model change. It prints the table of docs/draft.md.
//
//	go run ./draft -model MODEL FOLDER...
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"slices"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

func main() {
	log.SetFlags(0)
	model := flag.String("model", "", "a model whose answers are compared; none: only pixels are")
	flag.Parse()
	if err := run(*model, flag.Args()); err != nil {
		log.Fatal(err)
	}
}

func run(model string, folders []string) error {
	fmt.Println("| photos | min_ratio | result | smaller | mean | 99.9 % | largest | PSNR | answers changed |")
	fmt.Println("|---|---|---|---|---|---|---|---|---|")
	for _, folder := range folders {
		data, err := dataset.Files(folder)
		if err != nil {
			return err
		}
		for _, size := range []int{224, 64} {
			for _, ratio := range []float64{1, 2} {
				if err := row(model, folder, data, size, ratio); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// row compares pixels at one size and, if there is a model, answers at the size that it resizes to.
func row(model, folder string, data *dataset.Dataset, size int, ratio float64) error {
	steps := []pipeline.Step{imgproc.Resize{Shorter: size * 8 / 7}, imgproc.CenterCrop{Height: size, Width: size}}
	exact := pipeline.New(steps...)
	draft := pipeline.New(steps...)
	draft.Draft = &pipeline.Draft{MinRatio: ratio}
	d, err := compare(exact, draft, data)
	if err != nil {
		return err
	}
	changed := "–"
	if model != "" && size == 224 {
		if changed, err = answers(model, data, ratio); err != nil {
			return err
		}
	}
	fmt.Printf("| %s, %d | %g | %d×%d | %d %% | %.2f | %d | %d | %.1f dB | %s |\n", filepath.Base(folder), len(data.Samples), ratio, size, size,
		100*d.differ/max(d.images, 1), d.mean(), d.percentile(0.999), d.largest(), d.psnr(), changed)
	return nil
}

// differences is a histogram of absolute differences in grey levels.
type differences struct {
	count          [256]int
	images, differ int
}

func compare(exact, draft *pipeline.Pipeline, data *dataset.Dataset) (*differences, error) {
	a, err := exact.Compile(exact.Input())
	if err != nil {
		return nil, err
	}
	b, err := draft.Compile(draft.Input())
	if err != nil {
		return nil, err
	}
	d := &differences{}
	var want, got tensor.Tensor
	for _, s := range data.Samples {
		if err := a.RunFrom(&want, s); err != nil {
			return nil, err
		}
		if err := b.RunFrom(&got, s); err != nil {
			return nil, err
		}
		d.add(want.U8, got.U8)
	}
	return d, nil
}

func (d *differences) add(want, got []uint8) {
	d.images++
	if slices.Equal(want, got) {
		d.count[0] += len(want)
		return
	}
	d.differ++
	for i, v := range want {
		d.count[max(v, got[i])-min(v, got[i])]++
	}
}

func (d *differences) total() (n int) {
	for _, c := range d.count {
		n += c
	}
	return n
}

func (d *differences) mean() float64 {
	sum := 0
	for v, c := range d.count {
		sum += v * c
	}
	return float64(sum) / float64(d.total())
}

func (d *differences) percentile(p float64) int {
	left := int(p * float64(d.total()))
	for v, c := range d.count {
		if left -= c; left < 0 {
			return v
		}
	}
	return 255
}

func (d *differences) largest() int {
	for v := 255; v > 0; v-- {
		if d.count[v] > 0 {
			return v
		}
	}
	return 0
}

// psnr is 10·log10(255²/mean squared difference), +Inf for equal pictures.
func (d *differences) psnr() float64 {
	sum := 0.0
	for v, c := range d.count {
		sum += float64(v*v) * float64(c)
	}
	return 10 * math.Log10(255*255*float64(d.total())/sum)
}

// answers returns the share of samples for which the model gives another class with Draft.
func answers(path string, data *dataset.Dataset, ratio float64) (string, error) {
	if _, err := os.Stat(path); err != nil {
		return "", err
	}
	m, err := saccade.Open(path)
	if err != nil {
		return "", err
	}
	drafted, err := m.WithDraft(&pipeline.Draft{MinRatio: ratio})
	if err != nil {
		return "", err
	}
	changed := 0
	next := classes(drafted, data)
	for i, class := range classes(m, data) {
		if class != next[i] {
			changed++
		}
	}
	return fmt.Sprintf("%d of %d", changed, len(data.Samples)), nil
}

func classes(m *saccade.Model, data *dataset.Dataset) []string {
	var out []string
	for _, a := range m.ClassifyAll(context.Background(), slices.Values(data.Samples), pipeline.Options{}) {
		out = append(out, a.Class)
	}
	return out
}
