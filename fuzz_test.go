package saccade

import (
	"bytes"
	"image"
	"maps"
	"testing"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/safetensors"
	"github.com/saccade-go/saccade/pipeline"
)

// FuzzOpen changes parts of a model file and gives it a checksum that is right. What opens has to answer.
func FuzzOpen(f *testing.F) {
	p := pipeline.New(imgproc.Resize{Height: 4, Width: 4}, imgproc.ToFloat{}, features.Flatten{})
	net, err := classifier.NewSoftmax(48, 2, 0)
	if err != nil {
		f.Fatal(err)
	}
	m, err := newModel(p, net, []string{"a", "b"}, Settings{}, Metrics{}, plain)
	if err != nil {
		f.Fatal(err)
	}
	tensors, metadata, err := m.encode()
	if err != nil {
		f.Fatal(err)
	}
	var whole bytes.Buffer
	if err := safetensors.Write(&whole, tensors, metadata); err != nil {
		f.Fatal(err)
	}
	f.Add("", "", whole.Bytes())
	for key, value := range metadata {
		f.Add(key, value, []byte{})
	}
	f.Add(keyPipeline, `{"steps":[{"resize":{"height":1000000000,"width":1000000000}}]}`, []byte{})
	f.Add(keyPipeline, `{"decode":{"space":"gray"},"steps":["flatten"]}`, []byte{})
	picture := image.NewRGBA(image.Rect(0, 0, 7, 5))
	f.Fuzz(func(t *testing.T, key, value string, data []byte) {
		file := &safetensors.File{Tensors: tensors, Metadata: maps.Clone(metadata)}
		if len(data) > 0 {
			var err error
			if file, err = safetensors.Parse(data); err != nil {
				return
			}
		}
		if file.Metadata == nil {
			file.Metadata = map[string]string{}
		}
		if key != "" {
			file.Metadata[key] = value
		}
		file.Metadata[keyChecksum] = safetensors.Checksum(file.Tensors, file.Metadata, keyChecksum)
		m, err := decodeModel(file, pipeline.Standard())
		if err != nil {
			return
		}
		if a, err := m.Classify(picture); err == nil && (len(a.Top) == 0 || len(m.Classes()) < 1) {
			t.Errorf("answers %+v", a)
		}
	})
}
