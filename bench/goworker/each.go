package main

import (
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// A worker turns a file into its result, in memory of its own that it uses again.
type worker func(file []byte) ([]float32, error)

// each is a job in which every goroutine has a worker, which it keeps from run to run, and takes one file after the other.
type each struct {
	files     [][]byte
	newWorker func() worker
	workers   []worker
}

// forEach prepares a job for newWorker. Without files there is one empty one.
func forEach(newWorker func() worker) func([][]byte) (job, error) {
	return func(files [][]byte) (job, error) {
		if len(files) == 0 {
			files = [][]byte{nil}
		}
		return &each{files: files, newWorker: newWorker}, nil
	}
}

func (e *each) run(threads, repeat int) error {
	var (
		group errgroup.Group
		next  atomic.Int64
	)
	for len(e.workers) < threads {
		e.workers = append(e.workers, e.newWorker())
	}
	end := int64(len(e.files) * repeat)
	for _, work := range e.workers[:threads] {
		group.Go(func() error {
			for i := next.Add(1) - 1; i < end; i = next.Add(1) - 1 {
				if _, err := work(e.files[int(i)%len(e.files)]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}

func (e *each) result(index int) ([]float32, error) {
	return e.newWorker()(e.files[index])
}
