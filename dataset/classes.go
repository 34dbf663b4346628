package dataset

import (
	"fmt"
	"slices"
	"strings"

	"github.com/saccade-go/saccade/internal/spell"
)

// WithClasses returns the dataset with names as its classes, in that order; each sample keeps the name of its
// class. So data gets the labels of a model that was trained on another folder. A name that has no samples is
// allowed; a class with samples that isn't among names, or a name that stands there twice, is an [*Error].
func (d *Dataset) WithClasses(names []string) (*Dataset, error) {
	index := make(map[string]int, len(names))
	for i, name := range names {
		if _, ok := index[name]; ok {
			return nil, mismatch(d.Name, "classes", "every class once", printable(name)+" twice")
		}
		index[name] = i
	}
	labels := make([]int, len(d.Classes))
	var unknown []string
	for i, n := range d.Counts() {
		label, ok := index[d.Classes[i]]
		if !ok && n > 0 {
			unknown = append(unknown, d.Classes[i])
		}
		labels[i] = label
	}
	if len(unknown) > 0 {
		want := fmt.Sprintf("only the %d classes %s", len(names), list(names))
		found := list(unknown)
		if like := spell.Nearest(unknown[0], names); like != "" {
			found += fmt.Sprintf(" (%s is perhaps %s)", printable(unknown[0]), printable(like))
		}
		return nil, mismatch(d.Name, "classes", want, found)
	}
	out := d.with(slices.Clone(d.Samples))
	out.Classes = slices.Clone(names)
	for i := range out.Samples {
		if s := &out.Samples[i]; d.labelled(*s) {
			s.Label = labels[s.Label]
		} else {
			s.Label = noClass
		}
	}
	return out, nil
}

// list writes names for a message, the first few if they are many.
func list(names []string) string {
	const most = 8
	var shown []string
	for _, name := range names[:min(len(names), most)] {
		shown = append(shown, printable(name))
	}
	text := strings.Join(shown, ", ")
	if more := len(names) - most; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
