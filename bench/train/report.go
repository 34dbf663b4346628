package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// write writes everything but the bars as Markdown.
func (r *results) write(w io.Writer, notes []string) {
	fmt.Fprint(w, "# Training: Saccade beside other libraries\n\n")
	for _, note := range notes {
		fmt.Fprintln(w, "-", note)
	}
	for _, j := range jobs {
		fmt.Fprintf(w, "\n## %s\n\n", j.title)
		epochTable(r.epochs[j.name]).Write(w)
	}
	fmt.Fprint(w, "\n## The same steps as PyTorch\n\n", r.losses.String(), "\n")
	if r.long {
		fmt.Fprintf(w, "\n## Test accuracy after %d epochs, batch %d, seeds 1 to %d\n\n", accuracyEpochs, accuracyBatch, accuracySeeds)
		accuracyTable(r.accuracies).Write(w)
	}
	fmt.Fprint(w, "\n## From a cold start to a saved perceptron: one epoch, batch 64, one core\n\n")
	startTable(r.starts).Write(w)
	fmt.Fprint(w, "\n## Same bytes\n\n", r.sameness.String(), "\n\n## Versions\n\n")
	versionTable(r.epochs[jobs[0].name]).Write(w)
}

// reason says in a cell why there is no figure.
func reason(err error) string {
	if errors.Is(err, harness.ErrAbsent) {
		return err.Error()
	}
	return "failed: " + err.Error()
}

func epochTable(outcomes []*outcome) harness.Table {
	t := harness.Table{{"contestant", "cores", "s per epoch", "times ours", "first epoch, s"}}
	for _, o := range outcomes {
		if o.absent != nil {
			t = append(t, []string{o.name, fmt.Sprint(o.cores), reason(o.absent), "", ""})
			continue
		}
		times := "–"
		if we := find(outcomes, ours, o.cores); we != nil {
			times = fmt.Sprintf("%.2f", ratio(o, we))
		}
		t = append(t, []string{o.name, fmt.Sprint(o.cores), fmt.Sprintf("%.3f", harness.Median(o.seconds)), times,
			fmt.Sprintf("%.3f", o.first)})
	}
	return t
}

func versionTable(outcomes []*outcome) harness.Table {
	t := harness.Table{{"contestant", "version"}}
	for _, o := range outcomes {
		if o.cores == 1 && o.version != "" {
			t = append(t, []string{o.name, o.version})
		}
	}
	return t
}

func (l *losses) String() string {
	if l.err != nil {
		return "Not measured: " + l.err.Error()
	}
	difference, step := l.largest()
	last := len(l.ours) - 1
	return fmt.Sprintf("%d steps, batch %d, the perceptron: the losses differ by at most %.2g (in step %d). "+
		"The first is %.6f, the last %.6f.", curveSteps, curveBatch, difference, step, l.ours[0], l.ours[last])
}

func accuracyTable(all []*accuracy) harness.Table {
	t := harness.Table{{"network", "contestant", "mean, %", "standard deviation between seeds", "each"}}
	for _, a := range all {
		if a.absent != nil {
			t = append(t, []string{a.model, a.name, reason(a.absent), "", ""})
			continue
		}
		var each []string
		for _, v := range a.percent {
			each = append(each, fmt.Sprintf("%.2f", v))
		}
		mean, deviation := fmt.Sprintf("%.2f", a.mean()), fmt.Sprintf("%.2f", a.deviation())
		t = append(t, []string{a.model, a.name, mean, deviation, strings.Join(each, " ")})
	}
	return t
}

func startTable(all []*coldStart) harness.Table {
	t := harness.Table{{"contestant", "s", "times ours", "peak memory, MB", "test accuracy, %"}}
	for _, s := range all {
		if s.absent != nil {
			t = append(t, []string{s.name, reason(s.absent), "", "", ""})
			continue
		}
		times := "–"
		if we := all[0]; we.absent == nil {
			times = fmt.Sprintf("%.2f", harness.Ratio(s.seconds, we.seconds))
		}
		t = append(t, []string{s.name, fmt.Sprintf("%.2f", harness.Median(s.seconds)), times,
			fmt.Sprintf("%.0f", s.megabytes), fmt.Sprintf("%.2f", s.accuracy)})
	}
	return t
}

func (s *sameness) String() string {
	if s.err != nil {
		return "Not measured: " + s.err.Error()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "SHA-256 of the perceptron's weights after an epoch with batch 64, test accuracy %.2f %%:\n", s.accuracy)
	for _, n := range workerCounts {
		fmt.Fprintf(&b, "\n- workers: %d: %s", n, s.hashes[n])
	}
	switch {
	case s.genericAbsent != nil:
		fmt.Fprint(&b, "\n\nWithout assembly: ", reason(s.genericAbsent))
	case s.generic > 0:
		fmt.Fprintf(&b, "\n\nWithout assembly (purego) the test accuracy is %.2f %%.", s.generic)
	}
	return b.String()
}
