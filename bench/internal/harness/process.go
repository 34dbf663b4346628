package harness

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// patience is how long one answer may take. A worker that needs longer is killed.
const patience = 3 * time.Minute

// ErrAbsent says that a contestant doesn't take part: it isn't installed, or doesn't do this work.
var ErrAbsent = errors.New("absent")

// A Process is a long-lived worker, tied to some cores, that answers commands line by line.
type Process struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

// Start starts program on the given cores, as taskset lists them. Libraries with threads of their own get one, unless
// env, which has lines NAME=value, says something else.
func Start(program []string, cores string, env ...string) (*Process, error) {
	if _, err := os.Stat(program[0]); err != nil {
		return nil, fmt.Errorf("%w: %w (make bench-setup)", ErrAbsent, err)
	}
	cmd := exec.Command("taskset", append([]string{"--cpu-list", cores}, program...)...)
	cmd.Env = append(untuned(os.Environ()), "OMP_NUM_THREADS=1", "VIPS_CONCURRENCY=1", "PYTHONDONTWRITEBYTECODE=1")
	cmd.Env = append(cmd.Env, env...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &Process{cmd, in, bufio.NewReader(out)}, cmd.Start()
}

// untuned leaves out what would tell OpenBLAS to take another processor's code, or another number of threads.
func untuned(env []string) []string {
	return slices.DeleteFunc(env, func(v string) bool { return strings.HasPrefix(v, "OPENBLAS_") })
}

// Stop ends the process by closing its input.
func (p *Process) Stop() {
	p.in.Close()
	p.cmd.Wait() // how it ends doesn't matter any more
}

// Ask sends a command and returns the answer.
func (p *Process) Ask(command ...string) (string, error) {
	if err := p.Send(command...); err != nil {
		return "", err
	}
	return p.Receive()
}

// Send sends a command; Receive takes the answer.
func (p *Process) Send(command ...string) error {
	_, err := fmt.Fprintln(p.in, strings.Join(command, "\t"))
	return err
}

// Receive waits for the answer to a command.
func (p *Process) Receive() (string, error) {
	timer := time.AfterFunc(patience, func() { p.cmd.Process.Kill() })
	defer timer.Stop()
	line, err := p.out.ReadString('\n')
	if err != nil {
		return "", fmt.Errorf("worker ended: %w", err)
	}
	status, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
	switch status {
	case "ok":
		return value, nil
	case "absent":
		return "", fmt.Errorf("%w: %s", ErrAbsent, value)
	}
	return "", fmt.Errorf("worker: %s", value)
}
