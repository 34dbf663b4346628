package classifier_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"

	"github.com/saccade-go/saccade/classifier"
)

// points are samples of two features; class 1 is where they have the same sign (XOR).
func points() *classifier.Samples {
	s := &classifier.Samples{X: classifier.NewMatrix(64, 2), Labels: make([]int, 64)}
	for i := range 64 {
		x, y := float32(i%8)-3.5, float32(i/8)-3.5
		copy(s.X.Row(i), []float32{x / 4, y / 4})
		if x*y > 0 {
			s.Labels[i] = 1
		}
	}
	return s
}

func ExampleTrain() {
	cfg := classifier.DefaultConfig()
	cfg.Hidden = []int{16}
	cfg.Activation = classifier.Tanh
	cfg.Batch, cfg.Epochs, cfg.LR = 16, 100, 0.1
	net, history, err := classifier.Train(context.Background(), points(), nil, 2, cfg)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d epochs, accuracy %.2f\n", len(history.Epochs), history.Epochs[99].Train.Accuracy)

	classes, err := net.Predict(classifier.Matrix{Rows: 2, Cols: 2, Data: []float32{0.5, 0.5, -0.5, 0.5}})
	fmt.Println(classes, err)
	// Output:
	// 100 epochs, accuracy 1.00
	// [1 0] <nil>
}

func ExampleFit() {
	net, err := classifier.NewMLP(2, []int{16}, 2, classifier.ReLU, 1)
	if err != nil {
		log.Fatal(err)
	}
	training := classifier.DefaultConfig().Training
	training.Epochs, training.Batch, training.Patience = 200, 16, 10
	training.OnEpoch = func(s classifier.EpochStats) {
		if s.Epoch == 1 {
			fmt.Println("epoch", s.Epoch, "lr", s.LR)
		}
	}
	history, err := classifier.Fit(context.Background(), net, points(), points(), training)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("accuracy %.2f\n", history.Epochs[history.Best-1].Val.Accuracy)
	// Output:
	// epoch 1 lr 0.05
	// accuracy 1.00
}

func ExampleFit_errors() {
	net, err := classifier.NewSoftmax(2, 2, 1)
	if err != nil {
		log.Fatal(err)
	}
	samples := points()
	samples.Labels[5] = 7
	_, err = classifier.Fit(context.Background(), net, samples, nil, classifier.DefaultConfig().Training)
	fmt.Println(err)
	// Output: fit: row 5: wanted a label in 0..1, found 7
}

func ExampleConfig() {
	cfg := classifier.DefaultConfig()
	text := `{"hidden": [64], "lr": 0.01, "momentum": 0}`
	if err := json.Unmarshal([]byte(text), &cfg); err != nil {
		log.Fatal(err)
	}
	out, err := json.Marshal(cfg)
	fmt.Println(string(out), err)
	// Output: {"hidden":[64],"activation":"relu","epochs":30,"batch":64,"lr":0.01,"momentum":0,"weight_decay":0,"beta1":0.9,"beta2":0.999,"eps":1e-8,"seed":0,"patience":0} <nil>
}

func ExamplePerceptron() {
	// The logical or: samples come one by one, again and again, until none is a mistake.
	samples := [][]float32{{0, 0}, {0, 1}, {1, 0}, {1, 1}}
	labels := []int{0, 1, 1, 1}
	p, err := classifier.NewPerceptron(2, 2)
	if err != nil {
		log.Fatal(err)
	}
	for round := 1; ; round++ {
		mistakes := 0
		for i, x := range samples {
			n, err := p.PartialFit(classifier.Matrix{Rows: 1, Cols: 2, Data: x}, labels[i:i+1])
			if err != nil {
				log.Fatal(err)
			}
			mistakes += n
		}
		fmt.Println("round", round, "mistakes", mistakes)
		if mistakes == 0 {
			break
		}
	}
	for _, param := range p.Network().Params() {
		fmt.Println(param.Name, param.Data)
	}
	// Output:
	// round 1 mistakes 3
	// round 2 mistakes 1
	// round 3 mistakes 2
	// round 4 mistakes 2
	// round 5 mistakes 1
	// round 6 mistakes 0
	// layers.0.weight [-2 -2 2 2]
	// layers.0.bias [1 -1]
}

func ExamplePerceptron_Fit() {
	s := &classifier.Samples{X: classifier.NewMatrix(30, 2), Labels: make([]int, 30)}
	for i := range 30 { // three classes, one in each corner
		s.Labels[i] = i % 3
		copy(s.X.Row(i), []float32{float32(i%3%2)*5 + float32(i)/30, float32(i%3/2)*5 + float32(i)/30})
	}
	p, err := classifier.NewPerceptron(2, 3)
	if err != nil {
		log.Fatal(err)
	}
	mistakes, err := p.Fit(context.Background(), s.X, s.Labels, 100, 1)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("mistakes in the last epoch:", mistakes[len(mistakes)-1])
	classes, err := p.Predict(classifier.Matrix{Rows: 3, Cols: 2, Data: []float32{0.5, 0.5, 5.5, 0.5, 0.5, 5.5}})
	fmt.Println(classes, err)
	// Output:
	// mistakes in the last epoch: 0
	// [0 1 2] <nil>
}

func ExampleNetwork_Probabilities() {
	net, err := classifier.FromParams([]classifier.Param{
		{Name: "layers.0.weight", Shape: []int{2, 3}, Data: []float32{1, 0, 0, 0, 1, 0}},
		{Name: "layers.0.bias", Shape: []int{2}, Data: []float32{0, 0}},
	}, classifier.ReLU)
	if err != nil {
		log.Fatal(err)
	}
	var p classifier.Matrix // its memory is reused from call to call
	err = net.Probabilities(&p, classifier.Matrix{Rows: 1, Cols: 3, Data: []float32{2, 1, 0}})
	fmt.Printf("%.4f %v\n", p.Row(0), err)
	// Output: [0.7311 0.2689] <nil>
}

func ExampleNetwork_Params() {
	net, err := classifier.NewMLP(784, []int{512}, 10, classifier.ReLU, 1)
	if err != nil {
		log.Fatal(err)
	}
	for _, p := range net.Params() {
		fmt.Println(p.Name, p.Shape)
	}
	// Output:
	// layers.0.weight [512 784]
	// layers.0.bias [512]
	// layers.1.weight [10 512]
	// layers.1.bias [10]
}

func ExampleNewReport() {
	p := classifier.Matrix{Rows: 3, Cols: 2, Data: []float32{0.9, 0.1, 0.2, 0.8, 0.6, 0.4}}
	r, err := classifier.NewReport(p, []int{0, 1, 1}, []string{"cat", "dog"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("accuracy %.3f, macro F1 %.3f, log loss %.3f\n", r.Accuracy, r.MacroF1, r.LogLoss)
	fmt.Println(r.Confusion, r.Confusion.MCC())
	// Output:
	// accuracy 0.667, macro F1 0.667, log loss 0.415
	// [[1 0] [1 1]] 0.5
}

func ExampleConfusion() {
	c, err := classifier.NewConfusion(3, []int{0, 0, 1, 2}, []int{0, 1, 1, 1})
	if err != nil {
		log.Fatal(err)
	}
	scores, support := c.Class(1)
	fmt.Printf("%v precision %.3f, recall %.3f, support %d\n", c, scores.Precision, scores.Recall, support)
	// Output: [[1 1 0] [0 1 0] [0 1 0]] precision 0.333, recall 1.000, support 1
}
