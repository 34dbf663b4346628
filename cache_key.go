package saccade

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"reflect"
	"runtime/debug"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/pipeline"
)

// cacheVersion is that of the key. The program's version is part of it, too.
const cacheVersion = 1

// newHash begins a key with all that decides on numbers beside the pipeline and the samples: the versions of the program and
// its dependencies, and the kind of processor.
func newHash() hash.Hash {
	h := sha256.New()
	fmt.Fprintf(h, "saccade features %d, %s kernels\n", cacheVersion, kernel.Level())
	if info, ok := debug.ReadBuildInfo(); ok {
		fmt.Fprintf(h, "%q\n", info.String())
	}
	return h
}

func hexSum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

// samplesKey returns the key of what p makes of the samples: SHA-256 over p with what it has learned, its steps' types, the
// decoder's limits and the samples' fingerprints. It isn't certain if the system says nothing of one of the files.
func samplesKey(p *pipeline.Pipeline, samples []dataset.Sample, l imageio.Limits) (key string, certain bool, err error) {
	h := newHash()
	if err := writePipeline(h, p); err != nil {
		return "", false, err
	}
	fmt.Fprintf(h, "limits %d %d %d\n", l.Pixels, l.Cost, l.FileBytes)
	if l.Memory > 0 {
		fmt.Fprintf(h, "memory %d\n", l.Memory)
	}
	certain = true
	for _, s := range samples {
		sum, err := s.Fingerprint()
		certain = certain && err == nil
		h.Write(sum[:])
	}
	return hexSum(h), certain, nil
}

func writePipeline(w io.Writer, p *pipeline.Pipeline) error {
	b, err := json.Marshal(p)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%d %s\n", len(b), b)
	writeTypes(w, p.Steps)
	return nil
}

// writeTypes tells apart steps of the same name and parameters that come from two packages.
func writeTypes(w io.Writer, steps []pipeline.Step) {
	for _, s := range steps {
		t := reflect.TypeOf(s)
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		fmt.Fprintf(w, "%s.%s\n", t.PkgPath(), t.Name())
		if c, ok := s.(features.Concat); ok {
			for _, b := range c.Branches {
				writeTypes(w, b)
				fmt.Fprintln(w, "end of branch")
			}
		}
		if p, ok := s.(features.SpatialPyramid); ok {
			writeTypes(w, p.Of)
			fmt.Fprintln(w, "end of cells")
		}
	}
}
