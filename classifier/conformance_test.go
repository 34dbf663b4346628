package classifier

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
)

const conformance = "conformance/06_learning/"

func conformanceWeight(l int) string { return fmt.Sprintf("W%d", l) }
func conformanceBias(l int) string   { return fmt.Sprintf("b%d", l) }

func TestConformanceGradients(t *testing.T) {
	for _, c := range []struct {
		file   string
		layers int
		loss   Loss
	}{
		{"grad_softmax_reg", 1, Loss{}},
		{"grad_softmax_ls", 1, Loss{LabelSmoothing: 0.1}},
		{"grad_mlp1_relu", 2, Loss{}},
	} {
		t.Run(c.file, func(t *testing.T) {
			a := arrays(testdata.ReadNPZ(t, testdata.Shared(t, conformance+c.file+".npz")))
			net := a.network(t, c.layers, ReLU, conformanceWeight, conformanceBias)
			names := map[string]string{"x": "grad_x"}
			for l := range c.layers {
				names[weightName(l)] = "grad_" + conformanceWeight(l)
				names[biasName(l)] = "grad_" + conformanceBias(l)
			}
			checkGradients(t, net, c.loss, a, a["loss"].Data[0], func(p string) string { return names[p] })
			var p Matrix
			if err := net.Probabilities(&p, a.matrix("x")); err != nil {
				t.Fatal(err)
			}
			relative(t, "softmax", p.Data, a["softmax"].Data, 2e-6)
		})
	}
}

func TestConformanceSGD(t *testing.T) {
	for file, sgd := range map[string]Optimizer{"sgd_plain": {LR: 0.1}, "sgd_mom": {LR: 0.1, Momentum: 0.9}} {
		t.Run(file, func(t *testing.T) {
			a := arrays(testdata.ReadNPZ(t, testdata.Shared(t, conformance+file+".npz")))
			initial := func(name func(int) string) func(int) string {
				return func(l int) string { return "init_" + name(l) }
			}
			net := a.network(t, 2, ReLU, initial(conformanceWeight), initial(conformanceBias))
			path := testdata.Array{}
			for step := range a["loss"].Data {
				for _, name := range []string{"traj_W0", "traj_b0", "traj_W1", "traj_b1"} {
					n := len(a[name].Data) / len(a["loss"].Data)
					path.Data = append(path.Data, a[name].Data[step*n:(step+1)*n]...)
				}
			}
			checkTrajectory(t, net, sgd, a["X"], a["Y"], a["loss"].Data, path)
		})
	}
}

func TestConformanceMetrics(t *testing.T) {
	var sets []struct {
		Proba     [][]float64
		Y         []int     `json:"y_true"`
		Confusion Confusion `json:"confusion_rows_true"`
		Macro     Scores
		Micro     Scores
		Weighted  Scores
		Precision []float64
		Recall    []float64
		F1        []float64
		Support   []int
		Accuracy  float64
		Balanced  float64 `json:"balanced_accuracy_present_classes"`
		MCC       float64
		Kappa     float64
		LogLoss   float64            `json:"log_loss"`
		TopK      map[string]float64 `json:"top_k"`
		Brier     float64            `json:"brier_multiclass_sum_over_classes"`
		AUC       []Figure           `json:"roc_auc_per_class"`
		OvRMacro  Figure             `json:"roc_auc_ovr_macro"`
		OvRWeight Figure             `json:"roc_auc_ovr_weighted"`
		OvOMacro  Figure             `json:"roc_auc_ovo_macro"`
		AP        []Figure           `json:"average_precision_per_class"`
	}
	path := testdata.Shared(t, conformance+"metrics.json")
	readJSON(t, path, &sets)
	var byKey []map[string]any // for names that no struct tag can have
	readJSON(t, path, &byKey)
	for i, s := range sets {
		// Probabilities are float32 here, hence 1e-7 and not 1e-9 for what is computed of them.
		want := metricsCase{
			Confusion: s.Confusion, Macro: s.Macro, Micro: s.Micro, Weighted: s.Weighted, Accuracy: s.Accuracy,
			Balanced: s.Balanced, MCC: s.MCC, Kappa: s.Kappa, LogLoss: s.LogLoss, Brier: s.Brier,
			ECE10: byKey[i]["ece_10_equal_width_(lo,hi]"].(float64), ECE15: byKey[i]["ece_15_equal_width_(lo,hi]"].(float64),
		}
		want.Class.Precision, want.Class.Recall, want.Class.F1, want.Support = s.Precision, s.Recall, s.F1, s.Support
		for k := range len(s.TopK) {
			want.TopK = append(want.TopK, s.TopK[fmt.Sprint(k+1)])
		}
		want.Proba, want.Y = s.Proba, s.Y
		checkMetrics(t, want, 1e-7)
		for bins, key := range map[int]string{10: "mce_10", 15: "mce_15"} {
			near(t, key, must(MCE(want.probabilities(), s.Y, bins))(t), byKey[i][key].(float64), 1e-7)
		}
		// Only the order of the probabilities counts for these, and it is the same in float32.
		a := must(ROCAUC(want.probabilities(), s.Y))(t)
		figures(t, "AUC", a.PerClass, s.AUC, 1e-12)
		figure(t, "AUC, OvR macro", a.OvRMacro, s.OvRMacro, 1e-12)
		figure(t, "AUC, OvR weighted", a.OvRWeighted, s.OvRWeight, 1e-12)
		figure(t, "AUC, OvO macro", a.OvOMacro, s.OvOMacro, 1e-12)
		figures(t, "AP", must(AveragePrecisions(want.probabilities(), s.Y))(t).PerClass, s.AP, 1e-12)
	}
}

// The baselines are what any sound implementation reaches on the digits; one point is allowed for luck.
func TestConformanceDigits(t *testing.T) {
	var baselines map[string]float64
	readJSON(t, testdata.Shared(t, conformance+"baselines.json"), &baselines)
	train, test := readDigits(t, testdata.Shared(t, conformance+"data/digits8x8.csv.gz"))
	for name, hidden := range map[string][]int{"digits softmax": nil, "digits mlp64": {64}} {
		cfg := DefaultConfig()
		cfg.Hidden, cfg.LR = hidden, 0.1 // 21 small steps an epoch
		net, _, err := Train(t.Context(), train, nil, 10, cfg)
		if err != nil {
			t.Fatal(err)
		}
		got := accuracy(t, net, test)
		t.Logf("%s: accuracy %.4f, baseline %.4f", name, got, baselines[name])
		if got < baselines[name]-0.01 {
			t.Errorf("%s: accuracy %.4f, want at least %.4f", name, got, baselines[name]-0.01)
		}
	}
}

func accuracy(t *testing.T, net *Network, s *Samples) float64 {
	t.Helper()
	predicted, err := net.Predict(s.X)
	if err != nil {
		t.Fatal(err)
	}
	c, err := NewConfusion(net.Classes(), s.Labels, predicted)
	if err != nil {
		t.Fatal(err)
	}
	return c.Accuracy()
}

// readDigits reads rows of 64 pixels in 0..16 and a label; the first 1297 are for training.
func readDigits(t *testing.T, path string) (train, test *Samples) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	digits := func(rows [][]string) *Samples {
		s := &Samples{X: NewMatrix(len(rows), 64)}
		for i, row := range rows {
			for j, field := range row {
				v, err := strconv.Atoi(field)
				if err != nil {
					t.Fatal(err)
				}
				if j == 64 {
					s.Labels = append(s.Labels, v)
				} else {
					s.X.Row(i)[j] = float32(v) / 16
				}
			}
		}
		return s
	}
	return digits(rows[:1297]), digits(rows[1297:])
}
