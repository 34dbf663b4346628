package kernel

import (
	"sync"
	"sync/atomic"
)

// Parallel calls f(0) … f(tasks−1), each once and in no particular order, on at most so many workers, of
// which the caller's goroutine is one. It returns when all calls have. A panic in f is passed on to the
// caller; the tasks that were not yet begun may be left out. In the steady state it allocates nothing.
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
	p.done.Add(workers - 1)
	for range workers - 1 {
		go p.helper()
	}
	p.help()
	p.done.Wait()
	panicked := p.panicked
	p.begin(0, nil)
	teams.Put(p)
	if panicked != nil {
		panic(panicked)
	}
}

// teams lends teams for the length of one call.
var teams = sync.Pool{New: func() any {
	p := new(team)
	p.helper = func() {
		defer p.done.Done()
		p.help()
	}
	return p
}}

type team struct {
	f        func(int)
	tasks    int64
	next     atomic.Int64
	done     sync.WaitGroup
	helper   func() // made once, because a go statement with more than a function value takes memory
	first    sync.Mutex
	panicked any // the first one
}

func (p *team) begin(tasks int, f func(int)) {
	p.f, p.tasks, p.panicked = f, int64(tasks), nil
	p.next.Store(0)
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
