package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// A stable keeps the teams of all contests, so that a program starts once for each number of cores.
type stable struct {
	cpus  []int
	teams map[string]*team
	why   map[string]error // no team, and this is why
}

// newStable starts the teams for all contests at once.
func newStable(all []contest, cpus []int) *stable {
	s := &stable{cpus, map[string]*team{}, map[string]error{}}
	for _, c := range all {
		for _, e := range c.entrants {
			if k := key(e); s.teams[k] == nil && s.why[k] == nil {
				s.add(k)(newTeam(e, cpus))
			}
		}
	}
	for k, t := range s.teams {
		if err := t.ready(); err != nil {
			t.stop()
			s.add(k)(nil, err)
		}
	}
	return s
}

func key(e entrant) string {
	return fmt.Sprint(strings.Join(e.program, " "), " on ", e.cores)
}

func (s *stable) add(k string) func(*team, error) {
	return func(t *team, err error) {
		if err == nil {
			s.teams[k] = t
			return
		}
		delete(s.teams, k)
		s.why[k] = err
		if !errors.Is(err, harness.ErrAbsent) {
			fmt.Fprintf(os.Stderr, "%s: %v\n", k, err)
		}
	}
}

// team returns the team of e, or why there is none.
func (s *stable) team(e entrant) (*team, error) {
	if t := s.teams[key(e)]; t != nil {
		return t, nil
	}
	return nil, s.why[key(e)]
}

func (s *stable) stop() {
	for _, t := range s.teams {
		t.stop()
	}
}
