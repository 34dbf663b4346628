package saccade_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// A cacheRun is a training with all that can be seen of it.
type cacheRun struct {
	model  []byte
	uses   []saccade.CacheUse
	images int
	failed []string
}

func (r cacheRun) hits() (n int) {
	for _, u := range r.uses {
		if u.Hit {
			n++
		}
	}
	return n
}

func train(t *testing.T, data *dataset.Dataset, opt saccade.TrainOptions) cacheRun {
	t.Helper()
	var r cacheRun
	opt.OnCache = func(u saccade.CacheUse) { r.uses = append(r.uses, u) }
	opt.OnImage = func(int) { r.images++ }
	opt.OnFailure = func(s dataset.Sample, err error) { r.failed = append(r.failed, s.Name+" "+err.Error()) }
	m, err := saccade.TrainOn(t.Context(), data, opt)
	if err != nil {
		t.Fatal(err)
	}
	if r.model, err = os.ReadFile(save(t, m)); err != nil {
		t.Fatal(err)
	}
	return r
}

func openData(t *testing.T, path string) *dataset.Dataset {
	t.Helper()
	data, err := dataset.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// twoClasses is a folder with copies of some images, which a test may change.
func twoClasses(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, class := range []string{"bag", "coat"} {
		if err := os.CopyFS(filepath.Join(dir, class), os.DirFS(trainDir+"/"+class)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func cacheFiles(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// With and without the cache, the first time and later, at any number of workers: the model is the same, and the second
// time no image is decoded.
func TestCacheDoesntChangeTheModel(t *testing.T) {
	gray := imageio.Options{Space: tensor.Gray}
	data := openData(t, twoClasses(t))
	for name, c := range map[string]struct {
		steps  []pipeline.Step
		uses   int // of the cache, in each run
		images int // counted in a later run
	}{
		"no fitter":           {[]pipeline.Step{imgproc.Resize{Height: 14, Width: 14}, imgproc.ToFloat{}}, 2, 0},
		"fitter":              {[]pipeline.Step{imgproc.Resize{Height: 14, Width: 14}, imgproc.ToFloat{}, features.Standardize{}}, 2, 0},
		"fitter of pictures":  {[]pipeline.Step{imgproc.Resize{Height: 14, Width: 14}, features.Concat{Branches: [][]pipeline.Step{{imgproc.ToFloat{}, features.Standardize{}}}}}, 2, 0},
		"fitter of classes":   {[]pipeline.Step{imgproc.Resize{Height: 14, Width: 14}, features.Concat{Branches: [][]pipeline.Step{{imgproc.ToFloat{}, features.RandomProjection{Components: 20}, features.LDA{Components: 1, Shrinkage: 0.2}}, {imgproc.ToFloat{}}}}}, 2, 0},
		"several fitters":     {[]pipeline.Step{imgproc.Resize{Height: 14, Width: 14}, imgproc.ToFloat{}, features.Nystroem{Components: 4}, features.Standardize{}, features.LDA{Components: 1, Shrinkage: 0.2}}, 2, 0},
		"random and a fitter": {[]pipeline.Step{imgproc.RandomFlip{}, imgproc.Resize{Height: 14, Width: 14}, imgproc.ToFloat{}, features.LDA{Components: 1, Shrinkage: 0.2}}, 1, 0},
		"random":              {[]pipeline.Step{imgproc.RandomFlip{}, imgproc.Resize{Height: 14, Width: 14}, imgproc.ToFloat{}}, 1, 0}, // epochs aren't counted
	} {
		t.Run(name, func(t *testing.T) {
			opt := options(2)
			opt.Pipeline = &pipeline.Pipeline{Decode: gray, Steps: c.steps}
			want := train(t, data, opt)
			for _, workers := range []int{1, 2, 5} {
				opt.Workers, opt.Cache = workers, filepath.Join(t.TempDir(), "deep", "down")
				for run := range 3 {
					got := train(t, data, opt)
					if !bytes.Equal(got.model, want.model) {
						t.Fatalf("%d workers, run %d: another model", workers, run+1)
					}
					hits, images := c.uses, c.images
					if run == 0 {
						hits, images = 0, want.images
					}
					if len(got.uses) != c.uses || got.hits() != hits || got.images != images {
						t.Errorf("run %d: %d images decoded, %+v", run+1, got.images, got.uses)
					}
				}
			}
		})
	}
}

func TestCacheRemembersFailures(t *testing.T) {
	dir, cacheDir := twoClasses(t), t.TempDir()
	for name, content := range map[string]string{"aaa.png": "\x89PNG\r\n\x1a\nnonsense", "mm\xff\n.png": "", "zz.png": "text"} {
		if err := os.WriteFile(filepath.Join(dir, "bag", name), []byte(content), 0o666); err != nil {
			t.Skip("this file system doesn't take such names: ", err)
		}
	}
	data := openData(t, dir)
	opt := options(2)
	want := train(t, data, opt)
	opt.Cache = cacheDir
	cold, warm := train(t, data, opt), train(t, data, opt)
	slices.Sort(want.failed) // they come as they fail, or by place
	slices.Sort(cold.failed)
	slices.Sort(warm.failed)
	if len(want.failed) != 3 || !slices.Equal(cold.failed, want.failed) || !slices.Equal(warm.failed, want.failed) {
		t.Errorf("failed\n%q\nand\n%q, want\n%q", cold.failed, warm.failed, want.failed)
	}
	if !bytes.Equal(cold.model, want.model) || !bytes.Equal(warm.model, want.model) || warm.hits() != 2 || warm.images != 0 {
		t.Errorf("other models, or no use of the cache: %+v", warm.uses)
	}
}

// What isn't the same any more has another key.
func TestCacheNoticesChanges(t *testing.T) {
	dir := twoClasses(t)
	first := func() string { return openData(t, dir).Samples[0].Path }
	opt := options(1)
	opt.Cache, opt.ValFraction = t.TempDir(), -1
	look := func(what string, hit bool) {
		t.Helper()
		if r := train(t, openData(t, dir), opt); len(r.uses) != 1 || r.uses[0].Hit != hit || !r.uses[0].Kept {
			t.Errorf("%s: %+v, want a hit: %v", what, r.uses, hit)
		}
		if r := train(t, openData(t, dir), opt); r.hits() != 1 {
			t.Errorf("again after %s: %+v", what, r.uses)
		}
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	look("nothing", false)
	now := time.Now().Add(time.Second)
	must(os.Chtimes(first(), now, now))
	look("touching", false)
	b, err := os.ReadFile(first())
	must(err)
	must(os.WriteFile(first(), append(b, 0), 0o666))
	must(os.Chtimes(first(), now, now))
	look("growing, with the time put back", false)
	must(os.Rename(first(), filepath.Join(filepath.Dir(first()), "000.png")))
	look("renaming", false)
	must(os.Remove(first()))
	look("removing", false)
	must(os.WriteFile(filepath.Join(dir, "coat", "new.png"), b, 0o666))
	look("adding", false)
	opt.Pipeline = small()
	opt.Pipeline.Steps[0] = imgproc.Resize{Height: 14, Width: 15}
	look("another pipeline", false)
	opt.Pipeline.Decode.IgnoreOrientation = true
	look("other options of the decoder", false)
	opt.Pipeline.Draft = &pipeline.Draft{}
	look("draft", false)
	opt.Limits.Pixels = 1000
	look("other limits", false)
	opt.Config.LR, opt.Config.Epochs, opt.Workers = 0.02, 2, 3
	look("another training", true)
}

func TestCacheReplacesDamagedFiles(t *testing.T) {
	data := openData(t, twoClasses(t))
	opt := options(1)
	opt.Cache = t.TempDir()
	want := train(t, data, opt)
	for what, damage := range map[string]func(path string) error{
		"cut":     func(path string) error { return os.Truncate(path, 5000) },
		"empty":   func(path string) error { return os.Truncate(path, 0) },
		"foreign": func(path string) error { return os.WriteFile(path, []byte("something else"), 0o666) },
		"bit": func(path string) error {
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			b[6000] ^= 16
			return os.WriteFile(path, b, 0o666)
		},
	} {
		if err := damage(want.uses[0].Path); err != nil {
			t.Fatal(err)
		}
		got := train(t, data, opt)
		if u := got.uses[0]; u.Damaged == nil || !strings.Contains(u.Damaged.Error(), u.Path) || u.Hit || !u.Kept {
			t.Errorf("%s: %+v", what, u)
		}
		if again := train(t, data, opt); again.hits() != 2 || !bytes.Equal(got.model, want.model) || !bytes.Equal(again.model, want.model) {
			t.Errorf("%s: another model, or %+v", what, again.uses)
		}
	}
}

// What may go better another time isn't kept.
func TestCacheDoesntKeepWhatMayChange(t *testing.T) {
	dir := twoClasses(t)
	opt := options(1)
	opt.Cache, opt.ValFraction = t.TempDir(), -1
	data := openData(t, dir)
	victim := data.Samples[3].Path
	content, err := os.ReadFile(victim)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(victim); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		r := train(t, data, opt)
		if u := r.uses[0]; u.Kept || u.Hit || len(r.failed) != 1 || u.Images != len(data.Samples)-1 {
			t.Errorf("a file that can't be opened: %+v, failed %q", u, r.failed)
		}
	}
	if err := os.WriteFile(victim, content, 0o666); err != nil {
		t.Fatal(err)
	}
	touch := time.Now()
	opt.OnImage = func(int) {
		touch = touch.Add(time.Millisecond)
		_ = os.Chtimes(victim, touch, touch)
	}
	opt.OnCache = func(u saccade.CacheUse) {
		if u.Kept {
			t.Errorf("an image that changes while features are computed: %+v", u)
		}
	}
	if _, err := saccade.TrainOn(t.Context(), data, opt); err != nil {
		t.Fatal(err)
	}
	opt.OnImage, opt.OnCache = nil, nil
	opt.Pipeline = pipeline.New(imgproc.Resize{Height: 9, Width: 9}, moody{}, imgproc.ToFloat{})
	if r := train(t, data, opt); r.uses[0].Kept || len(r.failed) == 0 {
		t.Errorf("a stage that panics: %+v", r.uses)
	}
	if got := cacheFiles(t, opt.Cache); len(got) != 0 {
		t.Errorf("the cache has %q", got)
	}
}

// moody panics for some pictures.
type moody struct{ imgproc.FlipHorizontal }

func (m moody) Apply(dst, src *tensor.Tensor) error {
	if src.U8[40]%7 == 3 {
		panic("not today")
	}
	return m.FlipHorizontal.Apply(dst, src)
}

func TestCacheOfPicturesInMemory(t *testing.T) {
	data := &dataset.Dataset{Name: "memory", Classes: []string{"dark", "bright"}}
	for i := range 40 {
		p := tensor.New(tensor.Spec{DType: tensor.Uint8, Space: tensor.Gray, C: 1, H: 6, W: 6})
		for j := range p.U8 {
			p.U8[j] = uint8(i%2*128 + i + j)
		}
		data.Samples = append(data.Samples, dataset.InMemory(fmt.Sprint(i), i%2, p))
	}
	opt := options(2)
	want := train(t, data, opt)
	opt.Cache = t.TempDir()
	cold, warm := train(t, data, opt), train(t, data, opt)
	if !bytes.Equal(cold.model, want.model) || !bytes.Equal(warm.model, want.model) || cold.hits() != 0 || warm.hits() != 2 {
		t.Errorf("another model, or %+v", warm.uses)
	}
}

func TestCacheLeavesNothingOfAnInterruptedRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	opt := options(1)
	opt.Cache = t.TempDir()
	opt.OnImage = func(int) { cancel() }
	if _, err := saccade.TrainOn(ctx, openData(t, twoClasses(t)), opt); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if got := cacheFiles(t, opt.Cache); len(got) != 0 {
		t.Errorf("the cache has %q", got)
	}
}

func TestCacheForRunsSideBySide(t *testing.T) {
	data := openData(t, twoClasses(t))
	opt := options(1)
	want := train(t, data, opt)
	opt.Cache = t.TempDir()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			m, err := saccade.TrainOn(t.Context(), data, opt)
			if err != nil {
				t.Error(err)
				return
			}
			path := filepath.Join(t.TempDir(), "m")
			if err := m.Save(path); err != nil {
				t.Error(err)
			}
			if b, err := os.ReadFile(path); err != nil || !bytes.Equal(b, want.model) {
				t.Errorf("another model, or %v", err)
			}
		})
	}
	wg.Wait()
	if got := cacheFiles(t, opt.Cache); len(got) != 3 { // training features before and behind the fitter, validation's
		t.Errorf("the cache has %q", got)
	}
}

func TestCacheRefuses(t *testing.T) {
	data := openData(t, twoClasses(t))
	opt := options(1)
	opt.Cache = filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(opt.Cache, []byte("mine"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := saccade.TrainOn(t.Context(), data, opt); err == nil || !strings.Contains(err.Error(), opt.Cache) {
		t.Errorf("a file as cache: %v", err)
	}
	if _, err := model(t).WithCache(opt.Cache, nil, nil).Evaluate(t.Context(), data, pipeline.Options{}, nil); err == nil || !strings.Contains(err.Error(), opt.Cache) {
		t.Errorf("a file as cache of an evaluation: %v", err)
	}
	opt.Cache = t.TempDir()
	opt.Pipeline.Steps = slices.Insert(opt.Pipeline.Steps, 0, pipeline.Step(imgproc.RandomFlip{}))
	opt.ValFraction = -1
	if _, err := saccade.TrainOn(t.Context(), data, opt); err == nil || !strings.Contains(err.Error(), "random") {
		t.Errorf("nothing to keep: %v", err)
	}
	opt = options(1)
	opt.Cache = t.TempDir()
	path := train(t, data, opt).uses[0].Path
	if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o777)); err != nil {
		t.Fatal(err)
	}
	if _, err := saccade.TrainOn(t.Context(), data, opt); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("a folder in the file's place: %v", err)
	}
}

// A second training of one more network needs no image either, when evaluation's features are there.
func TestEvaluateWithCache(t *testing.T) {
	dir := twoClasses(t)
	for name, content := range map[string]string{"bag/00.png": "\x89PNG\r\n\x1a\nnonsense", "coat/mm.png": "", "coat/zz.png": "text"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	data := openData(t, dir)
	type seen struct {
		Name, Class, Err string
		Probabilities    []float32
	}
	evaluate := func(m *saccade.Model, workers int) (all []seen, report *classifier.Report) {
		t.Helper()
		report, err := m.Evaluate(t.Context(), data, pipeline.Options{Workers: workers}, func(s dataset.Sample, a saccade.Answer) {
			one := seen{Name: s.Name, Class: a.Class, Probabilities: slices.Clone(a.Probabilities)}
			if a.Err != nil {
				one.Err = a.Err.Error()
			}
			all = append(all, one)
		})
		if err != nil {
			t.Fatal(err)
		}
		return all, report
	}
	want, wantReport := evaluate(model(t), 2)
	if wantReport.Failed != 3 || want[0].Err == "" {
		t.Fatalf("%d failed, first %+v", wantReport.Failed, want[0])
	}
	for _, workers := range []int{1, 4} {
		var uses []saccade.CacheUse
		images := 0
		m := model(t).WithCache(t.TempDir(), func(int) { images++ }, func(u saccade.CacheUse) { uses = append(uses, u) })
		for range 2 {
			got, report := evaluate(m, workers)
			if !reflect.DeepEqual(got, want) || !bytes.Equal(asJSON(t, report), asJSON(t, wantReport)) {
				t.Errorf("%d workers: other answers, or another report", workers)
			}
		}
		if len(uses) != 2 || uses[0].Hit || !uses[1].Hit || uses[1].Images != len(data.Samples)-3 || images != len(data.Samples) {
			t.Errorf("%d images decoded, %+v", images, uses)
		}
	}
}

// The network's complaint about features is the same, and says the same place.
func TestEvaluateWithCacheComplainsTheSame(t *testing.T) {
	p := pipeline.New(imgproc.Resize{Height: 5, Width: 5}, colorspace.Convert{To: colorspace.Gray}, imgproc.ToFloat{}, blowUp{})
	opt := options(1)
	opt.Pipeline = p
	data := openData(t, twoClasses(t))
	m, err := saccade.TrainOn(t.Context(), data, opt)
	if err != nil {
		t.Fatal(err)
	}
	blow = true
	defer func() { blow = false }()
	complaints := func(m *saccade.Model) (texts []string) {
		_, _ = m.Evaluate(t.Context(), data, pipeline.Options{}, func(_ dataset.Sample, a saccade.Answer) { texts = append(texts, fmt.Sprint(a.Err)) })
		return texts
	}
	want, got := complaints(m), complaints(m.WithCache(t.TempDir(), nil, nil))
	if len(want) == 0 || !strings.Contains(want[0], "stage 5 network") || !slices.Equal(got, want) {
		t.Errorf("complaint %q, want %q", got[0], want[0])
	}
}

var blow bool

// blowUp makes values that aren't numbers, when blow says so.
type blowUp struct{ imgproc.FlipHorizontal }

func (b blowUp) Apply(dst, src *tensor.Tensor) error {
	err := b.FlipHorizontal.Apply(dst, src)
	if blow {
		dst.F32[0] /= dst.F32[0] - dst.F32[0]
	}
	return err
}
