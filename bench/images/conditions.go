package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// usable returns the processors that this process may run on.
func usable() ([]int, error) {
	var set unix.CPUSet
	if err := unix.SchedGetaffinity(0, &set); err != nil {
		return nil, err
	}
	var cpus []int
	for i := 0; len(cpus) < set.Count(); i++ {
		if set.IsSet(i) {
			cpus = append(cpus, i)
		}
	}
	return cpus, nil
}

// conditions says where and when the figures came about.
func conditions(cpus []int, rounds int, load string) []string {
	return []string{
		"Date: " + time.Now().Format(time.DateOnly),
		"Commit: " + commit(),
		fmt.Sprintf("Processor: %s, %d cores usable, %s/%s", processor(), len(cpus), runtime.GOOS, runtime.GOARCH),
		fmt.Sprintf("Load average: %s before, %s after", load, loadAverage()),
		fmt.Sprintf("Rounds: %d, interleaved; ms are medians of rounds, ratios are medians of each round's ratio", rounds),
	}
}

func commit() string {
	out, err := exec.Command("git", "describe", "--always", "--dirty").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}

func processor() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return "unknown"
	}
	defer f.Close()
	for in := bufio.NewScanner(f); in.Scan(); {
		if key, value, _ := strings.Cut(in.Text(), ":"); strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

func loadAverage() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(data))[:3], " ")
}
