package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// A progress shows on a terminal how far a run is; in a log of records it is one now and then; elsewhere, and if the user wants
// quiet, it shows nothing.
// Messages go through it, so that they don't tear the bar.
type progress struct {
	w   io.Writer
	bar *progressbar.ProgressBar // nil: not shown
	log *progressLog             // nil: none
}

func newProgress(w io.Writer, quiet bool, what string, total int) *progress {
	p := &progress{w: w}
	if log, ok := w.(*jsonLog); ok && !quiet {
		p.log = &progressLog{log: log, task: what, total: total, every: 10 * time.Second, last: time.Now()}
	}
	if quiet || !isTerminal(w) {
		return p
	}
	p.bar = progressbar.NewOptions(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription(fmt.Sprintf("%-9s", what)),
		progressbar.OptionShowCount(),
		progressbar.OptionShowIts(),
		progressbar.OptionSetItsString("images"),
		progressbar.OptionSetPredictTime(true),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetWidth(24),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetTheme(progressbar.ThemeASCII),
	)
	return p
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

func (p *progress) add(n int) {
	if p.bar != nil && n > 0 {
		_ = p.bar.Add(n) // a bar that can't be drawn stops nothing
	}
	if p.log != nil {
		p.log.add(n)
	}
}

// set says that n are done in all.
func (p *progress) set(n int) {
	if p.bar != nil {
		_ = p.bar.Set(n)
	}
	if p.log != nil {
		p.log.set(n)
	}
}

// note shows a text beside the bar.
func (p *progress) note(format string, args ...any) {
	if p.bar != nil {
		p.bar.Describe(fmt.Sprintf(format, args...))
	}
}

// say prints a line that stays.
func (p *progress) say(format string, args ...any) {
	p.clear()
	fmt.Fprintf(p.w, format+"\n", args...)
}

// warn is say for what isn't as it should be.
func (p *progress) warn(text string) {
	if log, ok := p.w.(*jsonLog); ok {
		log.Warn(text)
		return
	}
	p.say("%s", text)
}

// failed says which input failed, and why.
func (p *progress) failed(name string, err error) {
	p.clear()
	sayFailed(p.w, name, err)
}

// trouble says what else was wrong with an input.
func (p *progress) trouble(what, name string, err error) {
	p.clear()
	sayTrouble(p.w, what, name, err)
}

func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

// A progressLog writes how far a run is as a record, at most one in so much time.
type progressLog struct {
	log   *jsonLog
	task  string
	every time.Duration

	mu          sync.Mutex
	done, total int
	last        time.Time
}

func (l *progressLog) add(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done += n
	l.tell()
}

func (l *progressLog) set(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done = n
	l.tell()
}

func (l *progressLog) tell() {
	if now := time.Now(); now.Sub(l.last) >= l.every {
		l.last = now
		l.log.Info("progress", "task", l.task, "done", l.done, "total", l.total)
	}
}
