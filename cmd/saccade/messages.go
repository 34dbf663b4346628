package main

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"math"
	"strings"
	"sync"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
)

// A logFormat is how messages on standard error are written.
type logFormat string

const (
	logText logFormat = "text" // for people
	logJSON logFormat = "json" // for programs
)

func (f *logFormat) Type() string   { return "FORMAT" }
func (f *logFormat) String() string { return string(*f) }

func (f *logFormat) Set(text string) error {
	switch v := logFormat(text); v {
	case logText, logJSON:
		*f = v
		return nil
	}
	return fmt.Errorf("wanted text or json, found %q", text)
}

// wantsJSON finds --log-format json among arguments that couldn't be parsed.
func wantsJSON(args []string) bool {
	found := ""
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if value, ok := strings.CutPrefix(arg, "--log-format="); ok {
			found = value
		} else if arg == "--log-format" && i+1 < len(args) {
			found = args[i+1]
		}
	}
	return found == string(logJSON)
}

// A jsonLog takes the place of standard error: each line that is written to it becomes a record, one JSON object on a line of
// its own. What is known in parts goes to it in parts, through methods; the same sites write a line to any other writer.
type jsonLog struct {
	*slog.Logger
	mu   sync.Mutex
	rest []byte // of a line that has no end yet
}

func newJSONLog(stderr io.Writer) *jsonLog {
	return &jsonLog{Logger: slog.New(slog.NewJSONHandler(printable{stderr}, nil))}
}

// printable writes JSON so that a terminal may show it.
type printable struct{ w io.Writer }

func (p printable) Write(record []byte) (int, error) {
	if _, err := io.WriteString(p.w, visibleJSON(string(record))); err != nil {
		return 0, err
	}
	return len(record), nil
}

func (l *jsonLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rest = append(l.rest, p...)
	for {
		line, rest, whole := bytes.Cut(l.rest, []byte("\n"))
		if !whole {
			return len(p), nil
		}
		l.line(string(line))
		l.rest = rest
	}
}

// line makes a record of a line. Those that begin with the program's name tell of trouble.
func (l *jsonLog) line(text string) {
	if trouble, ok := strings.CutPrefix(text, "saccade: "); ok {
		l.Warn(trouble)
	} else if text != "" {
		l.Info(text)
	}
}

// sayError writes what a run ended with.
func sayError(w io.Writer, text string) {
	if log, ok := w.(*jsonLog); ok {
		log.Error(text)
		return
	}
	fmt.Fprintln(w, "saccade:", text)
}

// sayFailed writes which input failed, and why.
func sayFailed(w io.Writer, name string, err error) { sayTrouble(w, "input failed", name, err) }

// sayTrouble writes what was wrong with an input; what says it in a word or two, for a record.
func sayTrouble(w io.Writer, what, name string, err error) {
	log, ok := w.(*jsonLog)
	if !ok {
		fmt.Fprintln(w, failure(name, err))
		return
	}
	f := newFailedInput(dataset.Sample{Name: name}, err)
	fields := []any{"path", f.Path}
	if f.PathBytes != nil {
		fields = append(fields, "path_bytes", f.PathBytes)
	}
	log.Warn(what, append(fields, "stage", f.Stage, "error", f.Error)...)
}

// epoch writes a record of an epoch of so many.
func (l *jsonLog) epoch(s classifier.EpochStats, epochs int) {
	fields := []any{"epoch", s.Epoch, "epochs", epochs, "loss", number(s.Train.Loss), "accuracy", number(s.Train.Accuracy)}
	if s.Val != nil {
		fields = append(fields, "val_loss", number(s.Val.Loss), "val_accuracy", number(s.Val.Accuracy))
	}
	l.Info("epoch", append(fields, "seconds", s.Seconds, "lr", number(s.LR))...)
}

// trial writes a record of one training of a search.
func (l *jsonLog) trial(t saccade.Trial) {
	l.Info("trial", "round", t.Round, "images", t.Samples, "features", t.Features, "network", t.Head,
		"loss", number(t.Loss), "accuracy", number(t.Accuracy), "seconds", t.Seconds)
}

// number is v, or null where JSON has no number for it.
func number(v float64) any {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return v
}
