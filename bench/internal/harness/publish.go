package harness

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Home is the folder of the benchmarks; the drivers run in the repository's root.
const Home = "bench"

// Publish lets write make its tables on standard output and in results/name, and prints the bars' lines behind them.
func Publish(name string, bars []Bar, write func(io.Writer)) error {
	path := filepath.Join(Home, "results", name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	write(io.MultiWriter(os.Stdout, f))
	fmt.Println()
	for _, b := range bars {
		fmt.Println(b.Line())
	}
	return f.Close()
}
