package harness

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Usable returns the processors that this process may run on.
func Usable() ([]int, error) {
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

// Last lists the last n of cpus as taskset wants them: the first ones serve most interrupts.
func Last(cpus []int, n int) string {
	var names []string
	for _, c := range cpus[len(cpus)-n:] {
		names = append(names, strconv.Itoa(c))
	}
	return strings.Join(names, ",")
}

// Rounds returns the number in the environment's ROUNDS, or usual if there is none.
func Rounds(usual int) (int, error) {
	text := cmp.Or(os.Getenv("ROUNDS"), strconv.Itoa(usual))
	rounds, err := strconv.Atoi(text)
	if err != nil || rounds < 1 {
		return 0, fmt.Errorf("ROUNDS: wanted a positive number, found %q", text)
	}
	return rounds, nil
}

// Conditions says where and when the figures came about.
func Conditions(cpus []int, rounds int, load string) []string {
	return []string{
		"Date: " + time.Now().Format(time.DateOnly),
		"Commit: " + commit(),
		fmt.Sprintf("Processor: %s, %d cores usable, %s/%s", processor(), len(cpus), runtime.GOOS, runtime.GOARCH),
		fmt.Sprintf("Load average: %s before, %s after", load, LoadAverage()),
		fmt.Sprintf("Rounds: %d, interleaved; figures are medians of rounds, ratios are medians of each round's ratio", rounds),
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

// LoadAverage returns the averages over 1, 5 and 15 minutes.
func LoadAverage() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(data))[:3], " ")
}
