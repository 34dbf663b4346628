package dataset_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// A folder of pictures becomes an archive that numpy.load reads. A picture that fails is left out.
func ExampleCreate() {
	dir, err := os.MkdirTemp("", "saccade")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	if err := prepare("../testdata/fashion/test", filepath.Join(dir, "test.npz")); err != nil {
		fmt.Println(err)
	}
	// Output: 300 pictures of float32 rgb 3×16×16
}

func prepare(folder, out string) error {
	data, err := dataset.Open(folder)
	if err != nil {
		return err
	}
	p := pipeline.New(imgproc.Resize{Height: 16, Width: 16}, imgproc.ToFloat{})
	plan, err := p.Compile(p.Input())
	if err != nil {
		return err
	}
	w, err := dataset.Create(out, dataset.Schema{Spec: plan.Out, Classes: data.Classes}, dataset.WriteOptions{})
	if err != nil {
		return err
	}
	defer w.Abort() // nothing, behind Close
	for s, r := range pipeline.Map(context.Background(), plan, slices.Values(data.Samples), pipeline.Options{}) {
		err := r.Err
		if err == nil {
			err = w.Write(dataset.Item{Name: s.Name, Label: s.Label, Tensor: r.Tensor})
		}
		if refused := (*dataset.ItemError)(nil); r.Err != nil || errors.As(err, &refused) {
			err = w.Skip(s.Name, err)
		}
		if err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	fmt.Println(w.Stats().Items, "pictures of", w.Stats().Spec)
	return nil
}

// Shards of a thousand pictures each, as JPEG files in tar files. A program that was killed goes on when it is run again.
func ExampleWriter_Done() {
	dir, err := os.MkdirTemp("", "saccade")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	schema := dataset.Schema{Spec: tensor.Spec{Space: tensor.Gray, C: 1, H: 8, W: 8}}
	opt := dataset.WriteOptions{Pictures: dataset.JPEG, ShardItems: 1000, Resume: true}
	for _, end := range []int{1500, 2500} { // the first run ends early
		w, err := dataset.Create(filepath.Join(dir, "train-%06d.tar"), schema, opt)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("begins with", w.Done())
		picture := tensor.New(schema.Spec)
		for i := w.Done(); i < end && err == nil; i++ {
			picture.U8[0] = uint8(i)
			err = w.Write(dataset.Item{Name: fmt.Sprint(i), Label: -1, Tensor: picture})
		}
		if err == nil && end == 2500 {
			err = w.Close()
		}
		w.Abort()
		fmt.Println(w.Stats().Files, "files", err)
	}
	// Output:
	// begins with 0
	// 1 files <nil>
	// begins with 1000
	// 3 files <nil>
}
