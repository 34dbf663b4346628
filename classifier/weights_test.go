package classifier

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

func TestClassWeightsJSON(t *testing.T) {
	type config struct {
		W ClassWeights `json:"w,omitzero"`
	}
	for _, text := range []string{`{}`, `{"w":"balanced"}`, `{"w":[1,2.5]}`} {
		var c config
		if err := json.Unmarshal([]byte(text), &c); err != nil {
			t.Fatal(err)
		}
		if got := string(must(json.Marshal(c))(t)); got != text {
			t.Errorf("%s became %s", text, got)
		}
	}
	c := config{ClassWeights{Balanced: true}}
	if err := json.Unmarshal([]byte(`{"w": []}`), &c); err != nil || !c.W.IsZero() {
		t.Errorf("an empty list over balanced: %+v, %v", c, err)
	}
	for _, text := range []string{`{"w": "even"}`, `{"w": {"a": 1}}`, `{"w": ["1"]}`, `{"w": 3}`} {
		if err := json.Unmarshal([]byte(text), &c); err == nil {
			t.Errorf("read %s as %+v", text, c)
		}
	}
}

func TestClassWeightsResolve(t *testing.T) {
	for _, c := range []struct {
		weights ClassWeights
		labels  []int
		want    []float64
	}{
		{ClassWeights{}, []int{0, 1, 1}, nil},
		{ClassWeights{Each: []float64{1, 2, 3}}, []int{0, 1, 1}, []float64{1, 2, 3}},
		// sklearn.utils.class_weight.compute_class_weight("balanced", classes=np.unique(y), y=y), scikit-learn 1.9.1
		{ClassWeights{Balanced: true}, []int{0, 0, 0, 1, 1, 2}, []float64{0.6666666666666666, 1, 2}},
		{ClassWeights{Balanced: true}, []int{0, 0, 0, 2}, []float64{2.0 / 3, 1, 2}},
		{ClassWeights{Balanced: true}, nil, []float64{1, 1, 1}},
	} {
		got, err := c.weights.Resolve(c.labels, 3)
		if err != nil || fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%+v of %v: %v, %v, want %v", c.weights, c.labels, got, err, c.want)
		}
	}
}

func TestClassWeightsRefuse(t *testing.T) {
	for _, w := range []ClassWeights{
		{Each: []float64{1, 2}}, {Each: []float64{1, 2, 0}}, {Each: []float64{1, 2, -1}}, {Each: []float64{1, 2, math.NaN()}},
		{Each: []float64{1, 2, math.Inf(1)}}, {Each: []float64{1, 2, 3}, Balanced: true},
	} {
		var e *tensor.ParamError
		if _, err := w.Resolve([]int{0, 1, 2}, 3); !errors.As(err, &e) || e.Param != "class_weights" {
			t.Errorf("%+v: error %v, want a *tensor.ParamError", w, err)
		}
	}
	for _, labels := range [][]int{{0, 3}, {-1}} {
		if _, err := (ClassWeights{Balanced: true}).Resolve(labels, 3); !errors.As(err, new(*DataError)) {
			t.Errorf("labels %v: error %v, want a *DataError", labels, err)
		}
	}
}
