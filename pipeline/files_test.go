package pipeline_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// TestFilesEqualStagesOneByOne draws pipelines and JPEG files, some of them turned, cut or damaged: what the decoder does of a
// plan's work changes neither bytes nor verdicts.
func TestFilesEqualStagesOneByOne(t *testing.T) {
	files := rowFiles(t)
	r := rand.New(rand.NewPCG(3, 4))
	good, bad := 0, 0
	for range 400 {
		p := pipeline.New()
		if r.IntN(2) == 0 {
			p.Steps = append(p.Steps, imgproc.Crop{X: r.IntN(90), Y: r.IntN(90), Width: 1 + r.IntN(200), Height: 1 + r.IntN(200)})
		}
		for range 1 + r.IntN(4) {
			p.Steps = append(p.Steps, randomStep(r))
		}
		p.Decode.Space = []tensor.Space{tensor.RGB, tensor.Gray}[r.IntN(2)]
		p.Decode.IgnoreOrientation = r.IntN(4) == 0
		plan, err := p.Compile(p.Input())
		if err != nil {
			continue
		}
		data := spoil(r, files[r.IntN(len(files))])
		want := oneByOne(p, plan.Decode(), data)
		var got outcome
		got.err = plan.RunFrom(&got.Tensor, streamed(data))
		if (got.err == nil) != (want.err == nil) || got.err == nil && !got.equal(want) {
			t.Fatalf("%+v: %v, %v, one by one %v, %v\n%s", p.Steps, got.Spec, got.err, want.Spec, want.err, plan.Explain())
		}
		if got.err == nil {
			good++
		} else {
			bad++
		}
	}
	if good < 50 || bad < 50 {
		t.Errorf("%d results and %d errors", good, bad)
	}
}

// spoil returns a copy of a file that may be turned, cut or damaged.
func spoil(r *rand.Rand, file []byte) []byte {
	file = slices.Clone(file)
	if r.IntN(2) == 0 {
		file = turnedFile(file, 1+r.IntN(8))
	}
	switch r.IntN(6) {
	case 0:
		file = file[:r.IntN(len(file))]
	case 1:
		file[r.IntN(len(file))] ^= 1 << r.IntN(8)
	}
	return file
}

// turnedFile puts Exif with an orientation behind a JPEG file's first marker.
func turnedFile(file []byte, orientation int) []byte {
	exif := []byte("\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	exif[29] = byte(orientation)
	return slices.Concat(file[:2], exif, file[2:])
}

// oneByOne decodes the whole picture and runs the steps on it without a plan.
func oneByOne(p *pipeline.Pipeline, opt imageio.Options, data []byte) (o outcome) {
	if o.err = imageio.DecodeInto(&o.Tensor, data, opt); o.err != nil {
		return o
	}
	for _, step := range p.Steps {
		stage := step.(pipeline.Stage)
		spec, err := stage.OutSpec(o.Spec)
		if err != nil {
			return outcome{err: err}
		}
		made := tensor.New(spec)
		if err := stage.Apply(made, &o.Tensor); err != nil {
			return outcome{err: err}
		}
		o.CopyFrom(made)
	}
	return o
}
