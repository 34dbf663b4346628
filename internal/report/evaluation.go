package report

import (
	_ "embed"
	"io"

	"github.com/saccade-go/saccade/classifier"
)

// An Evaluation is the page that "saccade evaluate --report" writes. What is empty has no section.
type Evaluation struct {
	Frame   // Sections are filled in by Write
	Report  *classifier.Report
	Judged  []Judged           // each answer, for intervals and curves
	History classifier.History // of the training

	Mistakes []Shot // the surest first
	Doubtful []Shot // the least certain answers, the least certain first
	Failures []Failure
	Weights  []Weights // what the network's first layer looks for
	Plan     []PlanRow
	Stages   []Shot // an image through all stages
	Example  string // that image's name
}

// A Failure is an image without an answer.
type Failure struct{ Name, Reason string }

// A PlanRow is a line of the pipeline's plan.
type PlanRow struct{ Number, Stage, Makes, Type, Space, Bytes, Note string }

// Weights are pictures of what a layer's weights stand for.
type Weights struct {
	Title, About string
	Broad        bool // the pictures are
	Shots        []Shot
}

//go:embed evaluation.html
var evaluationHTML string

var evaluationPage = layout("evaluation", evaluationHTML)

// evaluated is what the template sees.
type evaluated struct {
	Evaluation
	Summary []Summarized
	Classes []classRow
	Matrix  matrix
	Pairs   []Pair

	Calibration []*Chart
	Learning    []*Chart
}

// A classRow is a line of the table of classes.
type classRow struct {
	classifier.ClassReport
	Interval string
	Taken    string // the class that it is most often taken for
	Times    int
}

// Write writes the page. The same evaluation gives the same bytes.
func (e Evaluation) Write(w io.Writer) error {
	data := evaluated{Evaluation: e, Summary: e.summary(), Classes: classRows(e.Report), Matrix: newMatrix(e.Report), Pairs: pairs(e.Report)}
	if err := data.draw(); err != nil {
		return err
	}
	data.Sections = data.sections()
	return evaluationPage.Execute(w, data)
}

// draw draws the charts. Those of which there is nothing to show are left out.
func (e *evaluated) draw() error {
	reliability, err := reliabilityChart(e.Report)
	if err != nil {
		return err
	}
	confidences, err := confidenceChart(e.Report)
	if err != nil {
		return err
	}
	e.Calibration = []*Chart{reliability, confidences}
	coverage, err := coverageChart(e.Report, e.Judged)
	if err != nil {
		return err
	}
	if coverage != nil {
		e.Calibration = append(e.Calibration, coverage)
	}
	e.Learning, err = learningCharts(e.History)
	return err
}

// sections are those that have something in them.
func (e evaluated) sections() []Section {
	var all []Section
	for _, s := range []struct {
		Section
		there bool
	}{
		{Section{"summary", "Summary"}, true},
		{Section{"classes", "Classes"}, true},
		{Section{"confusion", "Confusion"}, true},
		{Section{"mistakes", "Worst mistakes"}, len(e.Mistakes) > 0},
		{Section{"doubtful", "Least certain"}, len(e.Doubtful) > 0},
		{Section{"failed", "Failed"}, len(e.Failures) > 0},
		{Section{"calibration", "Confidence"}, true},
		{Section{"learning", "Training"}, len(e.Learning) > 0},
		{Section{"weights", "Weights"}, len(e.Weights) > 0},
		{Section{"pipeline", "Pipeline"}, len(e.Plan)+len(e.Stages) > 0},
		{Section{"made", "How it was made"}, len(e.Made.Command)+len(e.Made.Facts) > 0},
	} {
		if s.there {
			all = append(all, s.Section)
		}
	}
	return all
}

func classRows(r *classifier.Report) []classRow {
	rows := make([]classRow, len(r.PerClass))
	for k, c := range r.PerClass {
		rows[k] = classRow{ClassReport: c, Interval: between(c.RecallInterval, fourDigits)}
		most := 0
		for predicted, n := range r.Answers(k) {
			if predicted != k && n > most {
				most, rows[k].Taken, rows[k].Times = n, r.Classes[predicted], n
			}
		}
	}
	return rows
}
