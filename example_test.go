package saccade_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
)

// testContext outlives the test that happens to train the shared model.
var testContext = context.Background()

func Example() {
	dir, err := os.MkdirTemp("", "saccade")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "fashion.saccade")

	model, err := saccade.Train(context.Background(), "testdata/fashion/train", saccade.TrainOptions{})
	if err != nil {
		log.Fatal(err)
	}
	if err := model.Save(file); err != nil {
		log.Fatal(err)
	}

	model, err = saccade.Open(file)
	if err != nil {
		log.Fatal(err)
	}
	answer, err := model.ClassifyFile("testdata/fashion/test/trouser/00002.png")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.Class)
	// Output: trouser
}

func ExampleTrain_pipeline() {
	config := saccade.DefaultConfig()
	config.Hidden = []int{64}
	config.Epochs = 3
	model, err := saccade.Train(context.Background(), "testdata/fashion/train", saccade.TrainOptions{
		Config: &config,
		Pipeline: pipeline.New(
			imgproc.Resize{Height: 16, Width: 16},
			imgproc.RandomFlip{},
			imgproc.ToFloat{},
		),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(model.Classes()), "classes,", len(model.Metrics().History.Epochs), "epochs")
	// Output: 10 classes, 3 epochs
}
