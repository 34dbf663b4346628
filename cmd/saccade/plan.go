package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

func planCommand() *cobra.Command {
	var input string
	cmd := &cobra.Command{
		Use:   "plan FILE|MODEL",
		Short: "Show what a pipeline does, stage by stage",
		Long: `Plan checks a pipeline (a YAML or JSON file, a model, or the name of a preset) without any image and
prints each stage with the shape, type and bytes of what it makes. All mistakes are reported
at once, each with its stage.`,
		Example: `  saccade plan pipeline.yaml --input 3x375x500
  saccade plan flowers.saccade`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			plan, err := openPlan(args[0], input)
			if err == nil {
				fmt.Fprint(cmd.OutOrStdout(), plan.Explain())
			}
			return err
		},
	}
	cmd.Flags().StringVar(&input, "input", "", "size of the images, as `CxHxW`; without it sizes are not known")
	return cmd
}

// A compiler is a pipeline, or a model, whose plan has the network as well.
type compiler interface {
	Input() tensor.Spec
	Compile(in tensor.Spec) (*pipeline.Plan, error)
}

// openPlan compiles a model, a preset or a pipeline's file for images of the size input, if that isn't "".
func openPlan(name, input string) (*pipeline.Plan, error) {
	c, err := openCompiler(name)
	if err != nil {
		return nil, err
	}
	in := c.Input()
	if input != "" {
		if in.H, in.W, err = parseSize(input); err != nil {
			return nil, err
		}
	}
	return c.Compile(in)
}

func openCompiler(name string) (compiler, error) {
	isFile, isModel := look(name)
	if isModel {
		return openModel(name)
	}
	if p, err := saccade.Preset(name); err == nil && !isFile {
		return p, nil
	}
	p, err := readPipeline(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, withPreset(name, err)
	} else if err != nil {
		return nil, err
	}
	return p, nil
}

// look reports whether there is a file, and whether it begins like a safetensors file: with the length of its header,
// which as the beginning of a text would be a huge number.
func look(path string) (isFile, isModel bool) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return err == nil, false
	}
	f, err := os.Open(path)
	if err != nil {
		return true, false
	}
	defer f.Close()
	var head [9]byte
	if _, err := io.ReadFull(f, head[:]); err != nil {
		return true, false
	}
	return true, binary.LittleEndian.Uint64(head[:8]) < 1<<40 && head[8] == '{'
}

var sizeRE = regexp.MustCompile(`^([0-9]+)[x×,]([0-9]+)[x×,]([0-9]+)$`)

func parseSize(s string) (h, w int, err error) {
	m := sizeRE.FindStringSubmatch(s)
	if m == nil {
		return 0, 0, fmt.Errorf("--input: wanted a size such as 3x375x500, found %q", s)
	}
	var n [3]int
	for i := range n {
		if n[i], err = strconv.Atoi(m[i+1]); err != nil || n[i] < 1 || n[i] > 1<<20 {
			return 0, 0, fmt.Errorf("--input: wanted sizes from 1 to %d, found %q", 1<<20, s)
		}
	}
	spec := tensor.Spec{C: n[0], H: n[1], W: n[2]}
	return n[1], n[2], spec.Check("--input")
}
