// Command quickstart trains a classifier on real pictures, lets it answer for others, and says where to find
// what it made:
//
//	go run ./examples/quickstart
//
// The pictures are 28×28 photos of clothes, a part of Fashion-MNIST, in testdata/fashion.
package main

import (
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/pipeline"
)

func main() {
	log.SetFlags(0)
	data := flag.String("data", "testdata/fashion", "folder with the folders train and test")
	out := flag.String("out", filepath.Join(os.TempDir(), "saccade-quickstart"), "folder for the model and the answers")
	flag.Parse()
	if err := run(context.Background(), *data, *out); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, data, out string) error {
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	modelFile, answersFile := filepath.Join(out, "fashion.saccade"), filepath.Join(out, "answers.csv")

	fmt.Println("training on", filepath.Join(data, "train"))
	model, err := saccade.Train(ctx, filepath.Join(data, "train"), saccade.TrainOptions{})
	if err != nil {
		return err
	}
	if err := model.Save(modelFile); err != nil {
		return err
	}

	// The file has everything that answering needs.
	if model, err = saccade.Open(modelFile); err != nil {
		return err
	}
	test, err := dataset.Open(filepath.Join(data, "test"))
	if err != nil {
		return err
	}
	right, err := classify(ctx, model, test, answersFile)
	if err != nil {
		return err
	}
	fmt.Printf("accuracy on %d other pictures: %.1f %%\n", len(test.Samples), 100*float64(right)/float64(len(test.Samples)))
	fmt.Println("model:  ", modelFile)
	fmt.Println("answers:", answersFile)
	return nil
}

// classify writes an answer for each sample, and returns how many are right.
func classify(ctx context.Context, model *saccade.Model, test *dataset.Dataset, path string) (right int, err error) {
	file, err := os.Create(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	rows := csv.NewWriter(file)
	if err := rows.Write([]string{"path", "class", "probability"}); err != nil {
		return 0, err
	}
	for sample, answer := range model.ClassifyAll(ctx, slices.Values(test.Samples), pipeline.Options{}) {
		if answer.Err != nil {
			return 0, answer.Err
		}
		if answer.Class == test.Classes[sample.Label] {
			right++
		}
		if err := rows.Write([]string{sample.Name, answer.Class, fmt.Sprint(answer.Probability)}); err != nil {
			return 0, err
		}
	}
	rows.Flush()
	return right, rows.Error()
}
