package harness

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// A process rests when it has used no processor time for a glance. Some libraries' threads wait for more work by turning
// in circles, OpenBLAS's for a tenth of a second, and whoever runs next would have one core less.
const (
	glance   = 40 * time.Millisecond // four ticks of the kernel's clock
	restless = 2 * time.Second
)

// Rest waits until the process rests. One that never does is an error: nothing beside it can be timed.
func (p *Process) Rest() error {
	before, err := p.ticks()
	for begin := time.Now(); err == nil; {
		time.Sleep(glance)
		var after int
		after, err = p.ticks()
		if err == nil && after == before {
			return nil
		}
		if time.Since(begin) > restless {
			return fmt.Errorf("worker still uses the processor %v after its answer", restless)
		}
		before = after
	}
	return err
}

// ticks returns the processor time that all threads of the process have used so far, in ticks of the kernel's clock.
func (p *Process) ticks() (int, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	// The program's name, the second field, is in brackets and may have spaces.
	fields := strings.Fields(string(data[strings.LastIndexByte(string(data), ')')+1:]))
	const user, system = 14 - 3, 15 - 3
	if len(fields) <= system {
		return 0, fmt.Errorf("process's stat: wanted at least 15 fields, found %q", data)
	}
	sum := 0
	for _, field := range []string{fields[user], fields[system]} {
		n, err := strconv.Atoi(field)
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}
