package main

import (
	"context"
	"io"
	"sync"
)

// interruptible returns a reader of r that ends with ctx, also while r waits. Nothing of r is read before the first Read.
func interruptible(ctx context.Context, r io.Reader) io.Reader {
	return &interruptibleReader{begin: sync.OnceValue(func() io.Reader {
		from, to := io.Pipe()
		context.AfterFunc(ctx, func() { to.CloseWithError(ctx.Err()) })
		go func() {
			_, err := io.Copy(to, r)
			to.CloseWithError(err)
		}()
		return from
	})}
}

type interruptibleReader struct{ begin func() io.Reader }

func (r *interruptibleReader) Read(p []byte) (int, error) { return r.begin().Read(p) }
