package pipeline

import (
	"fmt"
	"os"
	"sync/atomic"
	"time"
)

// A TimeoutError says that an image took longer than [Options].Timeout. It matches [os.ErrDeadlineExceeded].
type TimeoutError struct {
	Limit time.Duration
}

func (e *TimeoutError) Error() string {
	return fmt.Sprintf("wanted at most %v of work, found more", e.Limit)
}

// Is makes a *TimeoutError match os.ErrDeadlineExceeded.
func (e *TimeoutError) Is(target error) bool { return target == os.ErrDeadlineExceeded }

// A stopwatch measures the work on an image. It is looked at again and again, from all goroutines that work on it, and a
// long time between two looks counts as a part of the limit only: the process may have been stopped, or the machine asleep,
// which isn't the image's fault.
type stopwatch struct {
	limit time.Duration // 0: there is none
	last  atomic.Int64  // when it was looked at, by the program's clock
	used  atomic.Int64
}

// longestGap is the part of the limit that the time between two looks counts as at most.
const longestGap = 4

var clock = time.Now()

func (s *stopwatch) start(limit time.Duration) {
	s.limit = limit
	s.used.Store(0)
	s.skip()
}

// skip leaves out the time since the last look.
func (s *stopwatch) skip() {
	if s.limit > 0 {
		s.last.Store(int64(time.Since(clock)))
	}
}

// look returns a *TimeoutError when the time is over, and from then on.
func (s *stopwatch) look() error {
	if s.limit <= 0 {
		return nil
	}
	now := int64(time.Since(clock))
	gap := min(max(now-s.last.Swap(now), 0), int64(s.limit)/longestGap)
	if s.used.Add(gap) < int64(s.limit) {
		return nil
	}
	return &TimeoutError{s.limit}
}
