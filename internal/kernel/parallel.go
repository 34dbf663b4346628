package kernel

import (
	"sync"
	"sync/atomic"
)

// Parallel calls f(0) … f(tasks−1), each once and in no particular order, on at most so many workers, of
// which the caller's goroutine is one. It returns when all calls have. A panic in f is passed on to the
// caller; the tasks that were not yet begun may be left out.
func Parallel(tasks, workers int, f func(task int)) {
	workers = min(workers, tasks)
	if workers <= 1 {
		for t := range tasks {
			f(t)
		}
		return
	}
	p := pool{tasks: int64(tasks), f: f}
	p.done.Add(workers - 1)
	for range workers - 1 {
		go p.helper()
	}
	p.help()
	p.done.Wait()
	if p.panicked != nil {
		panic(p.panicked)
	}
}

type pool struct {
	f        func(int)
	tasks    int64
	next     atomic.Int64
	done     sync.WaitGroup
	once     sync.Once
	panicked any
}

func (p *pool) helper() {
	defer p.done.Done()
	p.help()
}

// help takes tasks until there are none left.
func (p *pool) help() {
	defer func() {
		if v := recover(); v != nil {
			p.once.Do(func() { p.panicked = v })
			p.next.Store(p.tasks)
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
