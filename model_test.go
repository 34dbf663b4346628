package saccade_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg"
	_ "image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/safetensors"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

const (
	trainDir = "testdata/fashion/train"
	testDir  = "testdata/fashion/test"
)

// small is a pipeline with a Fitter that makes quick models.
func small() *pipeline.Pipeline {
	return &pipeline.Pipeline{
		Decode: imageio.Options{Space: tensor.Gray},
		Steps:  []pipeline.Step{imgproc.Resize{Height: 14, Width: 14}, imgproc.ToFloat{}, features.Standardize{}},
	}
}

func options(epochs int) saccade.TrainOptions {
	c := saccade.DefaultConfig()
	c.Epochs, c.LR, c.Hidden = epochs, 0.01, []int{16}
	return saccade.TrainOptions{Pipeline: small(), Config: &c}
}

// trained is one model that most tests share; nothing changes it.
var trained = sync.OnceValues(func() (*saccade.Model, error) {
	data, err := dataset.Open(trainDir)
	if err != nil {
		return nil, err
	}
	return saccade.TrainOn(testContext, data, options(5))
})

func model(t testing.TB) *saccade.Model {
	t.Helper()
	m, err := trained()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func save(t testing.TB, m *saccade.Model) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "m.saccade")
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestModelAnswersWell(t *testing.T) {
	data, err := dataset.Open(testDir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := model(t).Evaluate(t.Context(), data, pipeline.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.N != 300 || r.Accuracy < 0.7 {
		t.Errorf("accuracy %.3f of %d images, want 0.7 of 300 at least", r.Accuracy, r.N)
	}
}

func TestBytesDontDependOnWorkers(t *testing.T) {
	var files [][]byte
	for _, workers := range []int{1, 2, 5} {
		opt := options(2)
		opt.Workers = workers
		m, err := saccade.Train(t.Context(), trainDir, opt)
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(save(t, m))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, b)
	}
	if !bytes.Equal(files[0], files[1]) || !bytes.Equal(files[0], files[2]) {
		t.Error("the model's bytes depend on the number of workers")
	}
}

func TestAugmentedTrainingDoesntDependOnWorkers(t *testing.T) {
	var files [][]byte
	for _, workers := range []int{1, 3} {
		opt := options(2)
		opt.Workers = workers
		opt.Pipeline.Steps = slices.Insert(opt.Pipeline.Steps, 0, pipeline.Step(imgproc.RandomFlip{}))
		m, err := saccade.Train(t.Context(), trainDir, opt)
		if err != nil {
			t.Fatal(err)
		}
		if m.Metrics().Train != 900 {
			t.Errorf("trained on %d images, want 900", m.Metrics().Train)
		}
		b, err := os.ReadFile(save(t, m))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, b)
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("with random steps the model's bytes depend on the number of workers")
	}
}

func TestSaveAndOpen(t *testing.T) {
	m := model(t)
	path := save(t, m)
	back, err := saccade.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(back.Classes(), m.Classes()) || back.Metrics().Train != m.Metrics().Train || back.Settings().LR != m.Settings().LR {
		t.Errorf("classes %v, metrics %+v, settings %+v read back", back.Classes(), back.Metrics(), back.Settings())
	}
	for _, file := range []string{"testdata/photos/chelsea.jpg", "testdata/photos/coffee_exif6.jpg"} {
		want, err := m.ClassifyFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := back.ClassifyFile(file)
		if err != nil || !slices.Equal(got.Top, want.Top) {
			t.Errorf("%s: the model read back answers %v (%v), want %v", file, got, err, want)
		}
	}
	again := save(t, back)
	a, _ := os.ReadFile(path)
	b, _ := os.ReadFile(again)
	if !bytes.Equal(a, b) {
		t.Error("a model that was read and saved has other bytes")
	}
}

func TestWaysOfClassifyingAgree(t *testing.T) {
	m := model(t)
	data, err := dataset.Open(testDir)
	if err != nil {
		t.Fatal(err)
	}
	for s, a := range m.ClassifyAll(t.Context(), slices.Values(data.Samples[:20]), pipeline.Options{Workers: 2}) {
		b, err := os.ReadFile(s.Path)
		if err != nil {
			t.Fatal(err)
		}
		fromBytes, err := m.ClassifyBytes(b)
		if err != nil {
			t.Fatal(err)
		}
		img, _, err := image.Decode(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		fromImage, err := m.Classify(img)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(a.Top, fromBytes.Top) || !slices.Equal(a.Top, fromImage.Top) {
			t.Errorf("%s: %v in a sequence, %v from bytes, %v from an image", s.Name, a.Top[0], fromBytes.Top[0], fromImage.Top[0])
		}
		sum := float32(0)
		for i, r := range a.Top {
			sum += r.Probability
			if i > 0 && r.Probability > a.Top[i-1].Probability {
				t.Errorf("%s: top isn't sorted: %v", s.Name, a.Top)
			}
		}
		if sum < 0.9999 || sum > 1.0001 || a.Class != a.Top[0].Class {
			t.Errorf("%s: probabilities sum to %v, class %s, first %s", s.Name, sum, a.Class, a.Top[0].Class)
		}
	}
}

func TestClassifyOddImages(t *testing.T) {
	m := model(t)
	for _, size := range [][2]int{{1, 1}, {1, 999}, {999, 1}} {
		img := image.NewNRGBA(image.Rect(-3, 5, size[0]-3, size[1]+5))
		img.Set(-3, 5, color.NRGBA{R: 9, A: 40})
		if _, err := m.Classify(img); err != nil {
			t.Errorf("%v: %v", size, err)
		}
	}
	if _, err := m.Classify(image.NewRGBA(image.Rect(0, 0, 0, 7))); err == nil {
		t.Error("an image without pixels gets an answer")
	}
	if _, err := m.ClassifyBytes([]byte("not an image")); err == nil {
		t.Error("a text gets an answer")
	}
	if _, err := m.ClassifyFile("nowhere.png"); err == nil || !strings.Contains(err.Error(), "nowhere.png") {
		t.Errorf("error %v doesn't name the file", err)
	}
}

func TestBadFilesDontEndTraining(t *testing.T) {
	dir := t.TempDir()
	for class, from := range map[string]string{"bag": trainDir + "/bag", "coat": trainDir + "/coat"} {
		if err := os.CopyFS(filepath.Join(dir, class), os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 5 {
		if err := os.WriteFile(filepath.Join(dir, "bag", fmt.Sprintf("bad%d.png", i)), []byte("\x89PNG\r\n\x1a\nnonsense"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	opt := options(2)
	var failed []string
	opt.OnFailure = func(s dataset.Sample, err error) { failed = append(failed, filepath.Base(s.Name)) }
	m, err := saccade.Train(t.Context(), dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(failed)
	if want := []string{"bad0.png", "bad1.png", "bad2.png", "bad3.png", "bad4.png"}; !slices.Equal(failed, want) || m.Metrics().Failed != 5 {
		t.Errorf("reported %v (%d counted), want %v", failed, m.Metrics().Failed, want)
	}
}

// A small folder may have nothing but bad files among those that are held out.
func TestBadHeldOutFilesDontEndTraining(t *testing.T) {
	dir := t.TempDir()
	for _, class := range []string{"bag", "coat"} {
		if err := os.CopyFS(filepath.Join(dir, class), os.DirFS(trainDir+"/"+class)); err != nil {
			t.Fatal(err)
		}
	}
	data, err := dataset.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	_, held := data.Split(0.05, 0)
	for _, s := range held.Samples {
		if err := os.WriteFile(s.Path, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	opt := options(2)
	opt.ValFraction = 0.05
	m, err := saccade.Train(t.Context(), dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Metrics(); got.Val != 0 || got.Failed != len(held.Samples) || len(got.History.Epochs) != 2 {
		t.Errorf("metrics %+v, want %d failed and no validation", got, len(held.Samples))
	}
}

// What no data can make right is found before the first image is read.
func TestConfigIsCheckedFirst(t *testing.T) {
	for what, set := range map[string]func(*classifier.Config){
		"lr":       func(c *classifier.Config) { c.LR = 0 },
		"momentum": func(c *classifier.Config) { c.Momentum = 1.5 },
		"epochs":   func(c *classifier.Config) { c.Epochs = 0 },
		"batch":    func(c *classifier.Config) { c.Batch = -1 },
		"hidden":   func(c *classifier.Config) { c.Hidden = []int{16, 0} },
		"patience": func(c *classifier.Config) { c.Patience = -1 },
	} {
		opt := options(1)
		set(opt.Config)
		read := 0
		opt.OnImage = func(int) { read++ }
		_, err := saccade.Train(t.Context(), trainDir, opt)
		if refused, ok := errors.AsType[*tensor.ParamError](err); !ok || refused.Param != what || read > 0 {
			t.Errorf("%s: error %v after %d images", what, err, read)
		}
	}
}

func TestOneReadableClass(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "bag"), os.DirFS(trainDir+"/bag")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "coat"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "coat", "bad.png"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := saccade.Train(t.Context(), dir, options(1)); err == nil || !strings.Contains(err.Error(), dir+": ") || !strings.Contains(err.Error(), `only those of "bag"`) {
		t.Errorf("error %v", err)
	}
}

func TestTrainSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		what string
		path string
		set  func(*saccade.TrainOptions)
		want string
	}{
		{"no folder", "nowhere", nil, "nowhere"},
		{"splits", "testdata/fashion", nil, "testdata/fashion/train"},
		{"one class", "testdata/fashion/train/bag", nil, ""},
		{"uint8 features", trainDir, func(o *saccade.TrainOptions) { o.Pipeline = pipeline.New(imgproc.Resize{Height: 4, Width: 4}) }, "to_float"},
		{"features of no known size", trainDir, func(o *saccade.TrainOptions) { o.Pipeline = pipeline.New(imgproc.ToFloat{}) }, "resize"},
		{"no epochs", trainDir, func(o *saccade.TrainOptions) { o.Config.Epochs = 0 }, "epochs"},
		{"all held out", trainDir, func(o *saccade.TrainOptions) { o.ValFraction = 1 }, "below 1"},
		{"divergence", trainDir, func(o *saccade.TrainOptions) { o.Config.LR = 1e30 }, "diverged"},
	} {
		opt := options(1)
		if c.set != nil {
			c.set(&opt)
		}
		if _, err := saccade.Train(t.Context(), c.path, opt); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want something with %q", c.what, err, c.want)
		}
	}
}

func TestEvaluateMatchesClassesByName(t *testing.T) {
	dir := t.TempDir()
	for _, class := range []string{"coat", "sandal"} { // labels 0 and 1 here, others in the model
		if err := os.CopyFS(filepath.Join(dir, class), os.DirFS(testDir+"/"+class)); err != nil {
			t.Fatal(err)
		}
	}
	data, err := dataset.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := model(t).Evaluate(t.Context(), data, pipeline.Options{}, nil)
	if err != nil || r.Accuracy < 0.5 {
		t.Errorf("accuracy %v, %v: labels are matched by position", r, err)
	}
	if err := os.Rename(filepath.Join(dir, "coat"), filepath.Join(dir, "cloak")); err != nil {
		t.Fatal(err)
	}
	if data, err = dataset.Open(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := model(t).Evaluate(t.Context(), data, pipeline.Options{}, nil); err == nil || !strings.Contains(err.Error(), "cloak") {
		t.Errorf("a class that the model doesn't know gives %v", err)
	}
}

func TestOpenRefusesDamage(t *testing.T) {
	path := save(t, model(t))
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(t.TempDir(), "bad.saccade")
	refuses := func(what string, b []byte, want string) {
		t.Helper()
		if err := os.WriteFile(bad, b, 0o666); err != nil {
			t.Fatal(err)
		}
		_, err := saccade.Open(bad)
		if err == nil || !strings.Contains(err.Error(), "bad.saccade") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one with the file's name and %q", what, err, want)
		}
	}
	for n := 0; n < len(whole); n += 1 + len(whole)/97 {
		refuses(fmt.Sprintf("cut to %d bytes", n), whole[:n], "")
	}
	header := int(binary.LittleEndian.Uint64(whole)) + 8
	for i := 0; i < len(whole); i += 1 + len(whole)/199 {
		if b := slices.Clone(whole); i < 8 || i > header || b[i] != ' ' {
			b[i] ^= 4
			refuses(fmt.Sprintf("byte %d changed", i), b, "")
		}
	}
	refuses("a name edited", bytes.Replace(whole, []byte("sandal"), []byte("scandl"), 1), "changed")
	refuses("an image", []byte("\x89PNG\r\n\x1a\n"), "Saccade model")
	refuses("nothing", nil, "")
	var foreign bytes.Buffer
	if err := safetensors.Write(&foreign, []safetensors.Tensor{safetensors.Of("w", []float32{1}, 1)}, nil); err != nil {
		t.Fatal(err)
	}
	refuses("another program's file", foreign.Bytes(), "another program")
	f, err := safetensors.Parse(whole)
	if err != nil {
		t.Fatal(err)
	}
	f.Metadata["format_version"] = "99"
	var newer bytes.Buffer
	if err := safetensors.Write(&newer, f.Tensors, f.Metadata); err != nil {
		t.Fatal(err)
	}
	refuses("a later version", newer.Bytes(), "later Saccade")
	for _, path := range []string{t.TempDir(), "nowhere"} {
		_, err := saccade.Open(path)
		if refused, ok := errors.AsType[*saccade.FileError](err); !ok || refused.Path != path || strings.Count(err.Error(), path) != 1 {
			t.Errorf("opening %s: %v", path, err)
		}
	}
}

func TestDraftAnswersForFilesTheSameWayEverywhere(t *testing.T) {
	m, err := model(t).WithDraft(&pipeline.Draft{})
	if err != nil {
		t.Fatal(err)
	}
	data, err := dataset.Files("testdata/photos/chelsea.jpg", "testdata/photos/coffee_exif6.jpg")
	if err != nil {
		t.Fatal(err)
	}
	for s, a := range m.ClassifyAll(t.Context(), slices.Values(data.Samples), pipeline.Options{}) {
		one, err := m.ClassifyFile(s.Path)
		if err != nil || a.Err != nil || !slices.Equal(one.Top, a.Top) {
			t.Errorf("%s: %v alone (%v), %v in a sequence (%v)", s.Name, one, err, a, a.Err)
		}
		exact, err := model(t).ClassifyFile(s.Path)
		if err != nil || slices.Equal(exact.Top, one.Top) {
			t.Errorf("%s: draft of a large photo for a small resize changes nothing (%v)", s.Name, err)
		}
	}
	if _, err := model(t).WithDraft(&pipeline.Draft{MinRatio: -1}); err == nil {
		t.Error("a ratio of −1 is taken")
	}
}

func TestPresets(t *testing.T) {
	for _, name := range saccade.PresetNames() {
		p, err := saccade.Preset(name)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := p.Compile(p.Input())
		if err != nil {
			t.Fatal(err)
		}
		if !plan.Out.Known() || plan.Out.DType != tensor.Float32 {
			t.Errorf("preset %s makes %v", name, plan.Out)
		}
	}
	if _, err := saccade.Preset("hgo"); err == nil || !strings.Contains(err.Error(), "hog") {
		t.Errorf("an unknown preset gives %v", err)
	}
}

func BenchmarkClassifyAll(b *testing.B) {
	m := model(b)
	data, err := dataset.Open(testDir)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		for _, a := range m.ClassifyAll(b.Context(), slices.Values(data.Samples), pipeline.Options{}) {
			if a.Err != nil {
				b.Fatal(a.Err)
			}
		}
	}
	b.ReportMetric(float64(len(data.Samples)*b.N)/b.Elapsed().Seconds(), "images/s")
}
