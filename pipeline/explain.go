package pipeline

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"text/tabwriter"

	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

// Explain returns the plan as a table: what the decoder gives, then for each stage its number, name and
// parameters, and shape, type and bytes of what it makes. A branch of a concat has its own lines;
// those of steps that it shares with others stand once, at the first of them.
func (p *Plan) Explain() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "#\tstage\tmakes\ttype\tspace\tbytes\tnote")
	for _, l := range p.Lines() {
		fmt.Fprintln(w, strings.Join([]string{l.Number, l.Stage, l.Makes, l.Type, l.Space, l.Bytes, l.Note}, "\t"))
	}
	w.Flush()
	return trimLines(b.String())
}

// A Line is one of a plan's table, each column as text. The number is that of the step; of a step in the first branch of step 3 it
// is "3a.1". What isn't known before there is an image is "?".
type Line struct{ Number, Stage, Makes, Type, Space, Bytes, Note string }

// Lines returns what Explain writes, without the heads.
func (p *Plan) Lines() []Line {
	w := &lines{}
	explainRow(w, "0", "decode "+brief(p.Decode()), p.In, p.decodeNote())
	for _, n := range p.Nodes {
		explainNode(w, n)
	}
	return w.all
}

// lines are those of a table in the making.
type lines struct{ all []Line }

// decodeNote says what of the first node's work the decoder does. It does only the crop's where it converts colours.
func (p *Plan) decodeNote() string {
	note := p.shortcut()
	if p.decode.ICC == imageio.Convert && note != "" && newParter(p).crop == nil {
		note += "; not where colours are converted"
	}
	return note
}

func (p *Plan) shortcut() string {
	switch {
	case p.draft != nil:
		return fmt.Sprintf("draft: JPEG at 1/2, 1/4 or 1/8, if that is %g times as large as the resize wants; planes are resized, then RGB", p.draft.ratio)
	case newRowTaker(p).able:
		return "the rows of a JPEG are resized as they come"
	case newLumaTaker(p).able:
		return "draft: of a JPEG only luma is decoded, which is gray already"
	case newParter(p).crop != nil:
		return "of a JPEG only what the crop leaves is decoded"
	}
	return ""
}

func explainNode(w *lines, n Node) {
	number := n.label()
	switch {
	case n.Random != nil && n.Stage != nil:
		explainRow(w, number, Describe(n.Random), n.Out, "drawn while training, otherwise "+Describe(n.Stage))
	case n.Random != nil:
		explainRow(w, number, Describe(n.Random), n.Out, "drawn while training, otherwise left out")
	case n.Stage == nil:
		explainRow(w, number, Describe(n.Fitter), n.Out, "has to learn first")
	default:
		explainStage(w, number, n.Stage, n.In, n.Out, n.Note)
	}
}

func explainStage(w *lines, number string, s Step, in, out tensor.Spec, note string) {
	c, ok := s.(features.Concat)
	if !ok {
		if !fitted([]Step{s}) {
			note = "has to learn first"
		}
		explainRow(w, number, Describe(s), out, note)
		return
	}
	for b, steps := range c.Branches {
		spec := in
		for i, step := range steps {
			made, err := step.OutSpec(spec)
			if err != nil {
				return // Compile has refused it
			}
			if sharing := c.Sharing(b, i); sharing[0] == b { // otherwise it stands there already
				explainStage(w, branchNumber(number, b, i), step, spec, made, sharedNote(sharing))
			}
			spec = made
		}
	}
	explainRow(w, number, "concat", out, fmt.Sprintf("joins %d branches", len(c.Branches)))
}

// sharedNote says for which branches a step is done once, counted from 1.
func sharedNote(branches []int) string {
	if len(branches) < 2 {
		return ""
	}
	var b strings.Builder
	b.WriteString("shared by branches ")
	for i, n := range branches {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprint(&b, n+1)
	}
	return b.String()
}

func explainRow(w *lines, number, what string, s tensor.Spec, note string) {
	bytes := "?"
	if s.Known() {
		bytes = fmt.Sprint(s.Bytes())
	}
	w.all = append(w.all, Line{number, what, s.Shape(), fmt.Sprint(s.DType), fmt.Sprint(s.Space), bytes, note})
}

// Describe writes a step for people, as its name and parameters: resize {shorter: 256}.
func Describe(s Step) string {
	if d, ok := s.(interface{ describe() string }); ok {
		return d.describe()
	}
	return strings.TrimSpace(Name(s) + " " + Parameters(s))
}

// Parameters writes a step's parameters for people. It is "" if all have their defaults, and for a concat and a
// step that has learned, which have too many.
func Parameters(s Step) string {
	_, isConcat := s.(features.Concat)
	if learned, _ := arraysOf(reflect.ValueOf(s)); learned || isConcat {
		return ""
	}
	params, err := (&encoder{arrays: map[string]*tensor.Tensor{}}).params("", s) // what steps in s have learned isn't written
	if err != nil {
		return ""
	}
	return brief(params)
}

// brief writes the JSON form without quotes, and not all of it if it is long.
func brief(v any) string {
	b, err := json.Marshal(v)
	if err != nil || string(b) == "{}" {
		return ""
	}
	s := strings.NewReplacer(`"`, "", ":", ": ", ",", ", ").Replace(string(b))
	if r := []rune(s); len(r) > 64 {
		s = string(r[:63]) + "…"
	}
	return s
}

func trimLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}
