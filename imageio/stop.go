package imageio

import "bytes"

// stopped returns the error of Stop, if there is one.
func (l Limits) stopped() error {
	if l.Stop == nil {
		return nil
	}
	return l.Stop()
}

// reader returns a reader of data for a decoder that knows nothing of limits: it fails when the decode is to end.
func (l Limits) reader(data []byte) stoppable {
	return stoppable{bytes.NewReader(data), l}
}

// stoppable has the methods that decoders look for, and none that gives them all bytes at once.
type stoppable struct {
	r      *bytes.Reader
	limits Limits
}

func (s stoppable) Read(p []byte) (int, error) {
	if err := s.limits.stopped(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

func (s stoppable) ReadAt(p []byte, off int64) (int, error) {
	if err := s.limits.stopped(); err != nil {
		return 0, err
	}
	return s.r.ReadAt(p, off)
}
