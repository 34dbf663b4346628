package saccade

import (
	"context"
	"fmt"
	"slices"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/pipeline"
)

// Evaluate lets the model answer for the labelled samples of data and compares. Classes are matched by name; a
// class that the model doesn't know is an error. visit, if it is not nil, sees each sample with its answer; the
// sample's label is an index into Classes. Samples that can't be read are counted as failed and left out of all
// figures; if none is left, that is an error. Rejected answers count as answers but in the report's Selection.
func (m *Model) Evaluate(ctx context.Context, data *dataset.Dataset, opt pipeline.Options, visit func(dataset.Sample, Answer)) (*classifier.Report, error) {
	data, err := data.WithClasses(m.classes)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(data.Samples, func(s dataset.Sample) bool { return s.Label < 0 }); i >= 0 {
		return nil, fmt.Errorf("%s: wanted a class for each sample, found none for %s", data.Name, data.Samples[i].Name)
	}
	probabilities := classifier.NewMatrix(len(data.Samples), len(m.classes))
	labels := make([]int, 0, len(data.Samples))
	answers, done, err := m.answers(ctx, data.Samples, opt)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", data.Name, err)
	}
	defer done()
	for s, a := range answers {
		if a.Err == nil {
			copy(probabilities.Row(len(labels)), a.Probabilities)
			labels = append(labels, s.Label)
		}
		if visit != nil {
			visit(s, a)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(labels) == 0 {
		return nil, fmt.Errorf("%s: %w", data.Name, errNoSamples)
	}
	probabilities.Rows = len(labels)
	probabilities.Data = probabilities.Data[:len(labels)*len(m.classes)]
	report, err := classifier.NewReport(probabilities, labels, m.classes)
	if err != nil {
		return nil, err
	}
	if report.Selection, err = classifier.Select(probabilities, labels, m.minConfidence); err != nil {
		return nil, err
	}
	report.Failed = len(data.Samples) - len(labels)
	return report, nil
}
