// Command tables reproduces tables of the literature: for each row the published figure, and ours over several seeds, with the time of
// training. Each training is a process of its own, so that its memory is its own.
//
//	tables                       all rows that have no figures yet
//	tables -only cifar10/kmeans  rows whose names begin so, again
//	tables -held-out -one NAME   trains one row on nine tenths of the training set and measures on the rest: to choose settings by
//	tables -docs                 writes docs/accuracy.md from the figures that are there
//
// Figures are kept in bench/tables/figures, one file per table.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
)

func main() {
	only := flag.String("only", "", "rows to make again: a beginning of TABLE/ROW")
	seeds := flag.Int("seeds", 0, "seeds for each row; 0: as many as the row says")
	docs := flag.Bool("docs", false, "write docs/accuracy.md, train nothing")
	one := flag.String("one", "", "train TABLE/ROW with -seed, and print what came of it as JSON")
	seed := flag.Uint64("seed", 0, "for -one")
	heldOut := flag.Bool("held-out", false, "with -one: measure on a tenth of the training set, not on the test set")
	flag.Parse()
	if err := run(*only, *seeds, *docs, *one, *seed, *heldOut); err != nil {
		fmt.Fprintln(os.Stderr, "tables:", err)
		os.Exit(1)
	}
}

func run(only string, seeds int, docs bool, one string, seed uint64, heldOut bool) error {
	tables := []table{mnist(), fashion(), cifar10(), flowers(), digits()}
	switch {
	case docs:
		return writeDocs(tables)
	case one != "":
		return trainOne(tables, one, seed, heldOut)
	}
	for _, t := range tables {
		r, err := readResults(t)
		if err != nil {
			return err
		}
		for _, row := range t.rows {
			name := t.name + "/" + row.name
			if only == "" && len(r[row.name]) > 0 || !strings.HasPrefix(name, only) {
				continue
			}
			if r[row.name], err = repeat(name, row, seeds); err != nil {
				return err
			}
			if err := r.write(t); err != nil {
				return err
			}
			fmt.Println(line(name, row, r[row.name]))
		}
	}
	return nil
}

// trainOne is what a process of its own does. Features are few matrices of gigabytes, which the garbage collector would let double before
// it looks for those that aren't needed any more.
func trainOne(tables []table, name string, seed uint64, heldOut bool) error {
	for _, t := range tables {
		for _, row := range t.rows {
			if t.name+"/"+row.name == name {
				debug.SetGCPercent(20)
				o, err := t.train(row, seed, heldOut)
				if err != nil {
					return err
				}
				return json.NewEncoder(os.Stdout).Encode(o)
			}
		}
	}
	return fmt.Errorf("no row %s", name)
}
