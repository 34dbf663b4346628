package jpeg

import "sync/atomic"

// A stopper asks Options.Stop, and keeps its error. It is asked from all goroutines of a picture.
type stopper struct {
	ask     func() error // nil: nobody may stop the picture
	stopped atomic.Pointer[error]
}

func (s *stopper) begin(ask func() error) {
	s.ask = ask
	s.stopped.Store(nil)
}

// now returns the error of Stop, from the first time that there is one.
func (s *stopper) now() error {
	if s == nil || s.ask == nil {
		return nil
	}
	if err := s.stopped.Load(); err != nil {
		return *err
	}
	err := s.ask()
	if err != nil {
		s.stopped.Store(&err)
	}
	return err
}

// err returns the error that the picture was stopped with.
func (s *stopper) err() error {
	if err := s.stopped.Load(); err != nil {
		return *err
	}
	return nil
}
