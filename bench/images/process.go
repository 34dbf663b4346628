package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// patience is how long one answer may take. A worker that needs longer is killed.
const patience = 3 * time.Minute

// errAbsent says that a contestant doesn't take part: it isn't installed, or doesn't do this work.
var errAbsent = errors.New("absent")

// A process is a long-lived worker, tied to some cores, that answers commands line by line.
type process struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

// start starts program on the given cores, as taskset lists them. Libraries with threads of their own get one.
func start(program []string, cores string) (*process, error) {
	if _, err := os.Stat(program[0]); err != nil {
		return nil, fmt.Errorf("%w: %w (make bench-setup)", errAbsent, err)
	}
	cmd := exec.Command("taskset", append([]string{"--cpu-list", cores}, program...)...)
	cmd.Env = append(os.Environ(), "OMP_NUM_THREADS=1", "VIPS_CONCURRENCY=1", "PYTHONDONTWRITEBYTECODE=1")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &process{cmd, in, bufio.NewReader(out)}, cmd.Start()
}

// stop ends the process by closing its input.
func (p *process) stop() {
	p.in.Close()
	p.cmd.Wait() // how it ends doesn't matter any more
}

func (p *process) ask(command ...string) (string, error) {
	if err := p.send(command...); err != nil {
		return "", err
	}
	return p.receive()
}

func (p *process) send(command ...string) error {
	_, err := fmt.Fprintln(p.in, strings.Join(command, "\t"))
	return err
}

func (p *process) receive() (string, error) {
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
		return "", fmt.Errorf("%w: %s", errAbsent, value)
	}
	return "", fmt.Errorf("worker: %s", value)
}
