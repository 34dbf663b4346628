package classifier_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"

	"github.com/saccade-go/saccade/classifier"
)

// AdamW instead of SGD; momentum, which it doesn't use, may keep its default.
func ExampleOptimizer() {
	cfg := classifier.DefaultConfig()
	text := `{"hidden": [16], "epochs": 60, "batch": 16, "optimizer": "adamw", "lr": 0.01, "weight_decay": 0.01, "clip_norm": 1}`
	if err := json.Unmarshal([]byte(text), &cfg); err != nil {
		log.Fatal(err)
	}
	_, history, err := classifier.Train(context.Background(), points(), nil, 2, cfg)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("accuracy %.2f\n", history.Epochs[59].Train.Accuracy)

	cfg.Momentum = 0.8
	_, _, err = classifier.Train(context.Background(), points(), nil, 2, cfg)
	fmt.Println(err)
	// Output:
	// accuracy 1.00
	// optimizer: momentum: wanted 0 or the default 0.9, for it isn't used, found 0.8
}

// The weights that scikit-learn's LogisticRegression(C=1) converges to. It ends by itself, before the last epoch.
func ExampleOptimizer_lbfgs() {
	samples := &classifier.Samples{
		X:      classifier.Matrix{Rows: 6, Cols: 1, Data: []float32{-2, -1, -0.5, 0.5, 1, 2}},
		Labels: []int{0, 0, 1, 1, 2, 2},
	}
	cfg := classifier.DefaultConfig()
	cfg.Method, cfg.Epochs = classifier.LBFGS, 1000
	cfg.WeightDecay = 1.0 / 6 // 1 over C times the number of samples
	net, history, err := classifier.Train(context.Background(), samples, nil, 3, cfg)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("early:", len(history.Epochs) < 100)
	weight, bias := net.Params()[0].Data, net.Params()[1].Data
	fmt.Printf("class 2: weight %.4f, bias %.4f\n", weight[2], bias[2])
	// Output:
	// early: true
	// class 2: weight 0.9127, bias -0.1689
}

func ExampleSchedule_Rate() {
	s := classifier.Schedule{Curve: classifier.Cosine, Warmup: 0.2, MinLR: 0.001}
	for _, step := range []int{0, 10, 19, 20, 60, 99} {
		fmt.Printf("%2d %.4f\n", step, s.Rate(0.1, step, 100, 10))
	}
	// Output:
	//  0 0.0048
	// 10 0.0524
	// 19 0.0952
	// 20 0.1000
	// 60 0.0505
	// 99 0.0010
}

func ExampleSampler_Order() {
	labels := []int{0, 0, 0, 0, 0, 0, 0, 1}
	for _, sampler := range []classifier.Sampler{classifier.Shuffled, classifier.Balanced} {
		rare := 0
		for _, i := range sampler.Order(nil, labels, 1, 1) {
			rare += labels[i]
		}
		fmt.Printf("%v: %d of 8 are of class 1\n", sampler, rare)
	}
	// Output:
	// shuffle: 1 of 8 are of class 1
	// balanced: 4 of 8 are of class 1
}

func ExampleClassWeights() {
	var weights classifier.ClassWeights
	if err := json.Unmarshal([]byte(`"balanced"`), &weights); err != nil {
		log.Fatal(err)
	}
	fmt.Println(weights.Resolve([]int{0, 0, 0, 0, 0, 0, 1, 1}, 2))
	// Output: [0.6666666666666666 2] <nil>
}

// The steps would be those of a training. Here, a parabola is gone down: its loss falls fastest with rates around 0.3 and
// grows with those above 1.
func ExampleLRFinder_Find() {
	finder := classifier.LRFinder{From: 1e-4, To: 10, Steps: 100}
	x := 1.0
	curve, err := finder.Find(func(lr float64) (float64, error) {
		loss := x * x
		x -= lr * 2 * x
		return loss, nil
	})
	if err != nil {
		log.Fatal(err)
	}
	last := curve.Points[len(curve.Points)-1]
	fmt.Println("diverged:", curve.Diverged, "above a rate of 1:", last.LR > 1)
	fmt.Println("suggestion below 1:", curve.Suggestion > 0 && curve.Suggestion < 1)
	// Output:
	// diverged: true above a rate of 1: true
	// suggestion below 1: true
}
