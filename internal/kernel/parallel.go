package kernel

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Parallel calls f(0) … f(tasks−1), each once and in no particular order, on at most so many workers, of
// which the caller's goroutine is one. It returns when all calls have. A panic in f is passed on to the
// caller; the tasks that were not yet begun may be left out. In the steady state it allocates nothing.
//
// Waking a sleeping thread takes longer than a small matrix product. So the helpers look out for more work for a
// moment before they end, and the caller does not wait for a helper that hasn't begun.
func Parallel(tasks, workers int, f func(task int)) {
	workers = min(workers, tasks)
	if workers <= 1 {
		for t := range tasks {
			f(t)
		}
		return
	}
	p := teams.Get().(*team)
	p.begin(tasks, f)
	helpers := p.call(workers - 1)
	p.help()
	for _, h := range helpers {
		h.release()
	}
	panicked := p.panicked
	p.begin(0, nil)
	teams.Put(p)
	if panicked != nil {
		panic(panicked)
	}
}

// teams lends teams for the length of one call.
var teams = sync.Pool{New: func() any { return new(team) }}

type team struct {
	f        func(int)
	tasks    int64
	next     atomic.Int64
	helpers  []*helper
	first    sync.Mutex
	panicked any // the first one
}

func (p *team) begin(tasks int, f func(int)) {
	p.f, p.tasks, p.panicked = f, int64(tasks), nil
	p.next.Store(0)
}

// call calls so many helpers.
func (p *team) call(n int) []*helper {
	for len(p.helpers) < n {
		p.helpers = append(p.helpers, newHelper(p))
	}
	for _, h := range p.helpers[:n] {
		h.call()
	}
	return p.helpers[:n]
}

// help takes tasks until there are none left.
func (p *team) help() {
	defer func() {
		if v := recover(); v != nil {
			p.fail(v)
		}
	}()
	for {
		t := p.next.Add(1) - 1
		if t >= p.tasks {
			return
		}
		p.f(int(t))
	}
}

func (p *team) fail(v any) {
	p.first.Lock()
	defer p.first.Unlock()
	if p.panicked == nil {
		p.panicked = v
	}
	p.next.Store(p.tasks)
}

// A helper is a goroutine that comes and goes.
type helper struct {
	team  *team
	state atomic.Int32
	done  chan struct{} // what a caller waits for who was patient long enough
	run   func()        // made once, because a go statement with more than a function value takes memory
}

// The states of a helper. The caller calls it, and takes the call back if it hasn't begun; the helper does the rest.
const (
	gone    int32 = iota // there is no goroutine
	idle                 // it looks out for a call
	called               // it is to begin
	working              // it has begun
	awaited              // it has begun, and the caller waits for done
)

const (
	lookout  = 100 * time.Microsecond // how long an idle helper stays
	patience = 50 * time.Microsecond  // how long a caller waits awake
)

func newHelper(p *team) *helper {
	h := &helper{team: p, done: make(chan struct{}, 1)}
	h.run = func() {
		for h.work() || h.look() {
		}
	}
	return h
}

func (h *helper) call() {
	if !h.state.CompareAndSwap(idle, called) {
		h.state.Store(called)
		go h.run()
	}
}

// work helps if it is called, and reports whether it was.
func (h *helper) work() bool {
	if !h.state.CompareAndSwap(called, working) {
		return false
	}
	h.team.help()
	if !h.state.CompareAndSwap(working, idle) {
		h.state.Store(idle)
		h.done <- struct{}{}
	}
	return true
}

// look waits for a call, and reports false if none comes.
func (h *helper) look() bool {
	for start := time.Now(); ; runtime.Gosched() {
		if h.state.Load() == called {
			return true
		}
		if time.Since(start) > lookout && h.state.CompareAndSwap(idle, gone) {
			return false
		}
	}
}

// release returns when the helper isn't at work any more.
func (h *helper) release() {
	if h.state.CompareAndSwap(called, idle) {
		return
	}
	for start := time.Now(); h.state.Load() == working; runtime.Gosched() {
		if time.Since(start) > patience && h.state.CompareAndSwap(working, awaited) {
			<-h.done
			return
		}
	}
}
