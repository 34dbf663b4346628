package classifier_test

import (
	"fmt"
	"log"

	"github.com/saccade-go/saccade/classifier"
)

// Answers that are surer than they are right: a quarter of them is wrong, and all are 98 % sure.
func ExampleFitTemperature() {
	logits := classifier.Matrix{Rows: 4, Cols: 2, Data: []float32{4, 0, 4, 0, 0, 4, 0, 4}}
	t, err := classifier.FitTemperature(logits, []int{0, 0, 1, 0})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("logits/%.3f make them 75 %% sure\n", t)
	// Output: logits/3.641 make them 75 % sure
}

func ExampleROCAUC() {
	p := classifier.Matrix{Rows: 4, Cols: 2, Data: []float32{0.9, 0.1, 0.6, 0.4, 0.65, 0.35, 0.2, 0.8}}
	a, err := classifier.ROCAUC(p, []int{0, 0, 1, 1})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(a.PerClass[1], "of the pairs are in the right order")
	// Output: 0.75 of the pairs are in the right order
}

func ExampleWilson() {
	i, err := classifier.Wilson(46, 50, 0.95)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("46 of 50 right: between %.2f and %.2f\n", i.Lower, i.Upper)
	// Output: 46 of 50 right: between 0.81 and 0.97
}

// Macro F1 has no formula for an interval: its samples are drawn again.
func ExampleBootstrap_Interval() {
	truth := []int{0, 0, 0, 0, 1, 1, 1, 2, 2, 2}
	predicted := []int{0, 0, 0, 1, 1, 1, 0, 2, 2, 2}
	i, err := classifier.Bootstrap{Seed: 1}.Interval(len(truth), func(rows []int) float64 {
		t, p := make([]int, len(rows)), make([]int, len(rows))
		for i, row := range rows {
			t[i], p[i] = truth[row], predicted[row]
		}
		c, err := classifier.NewConfusion(3, t, p)
		if err != nil {
			log.Fatal(err)
		}
		return c.Macro().F1
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("macro F1 between %.2f and %.2f\n", i.Lower, i.Upper)
	// Output: macro F1 between 0.50 and 1.00
}

func ExampleSelect() {
	p := classifier.Matrix{Rows: 3, Cols: 2, Data: []float32{0.9, 0.1, 0.55, 0.45, 0.2, 0.8}}
	s, err := classifier.Select(p, []int{0, 1, 1}, 0.6)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d rejected; of the others %.0f %% are right\n", s.Rejected, 100*s.AccuracyAnswered)
	// Output: 1 rejected; of the others 100 % are right
}
