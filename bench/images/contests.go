package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// A contest is the same work on the same images by several entrants.
type contest struct {
	name     string // as in bars: small, decode-large …
	title    string // as above the table
	files    []string
	entrants []entrant
}

// An entrant is a contestant on so many cores.
type entrant struct {
	contestant
	cores int
}

// images is how many images one pass has: the files, or the one picture that workers make themselves.
func (c *contest) images() int { return max(len(c.files), 1) }

// contests lists all of them, for the photos in root.
func contests(root string) ([]contest, error) {
	var makes, decodes []contest
	for _, folder := range []string{"small", "large", "progressive"} {
		files, err := listFolder(filepath.Join(root, folder))
		if err != nil {
			return nil, err
		}
		about := fmt.Sprintf("%s, %d files", folder, len(files))
		makes = append(makes, contest{folder, "JPEG to tensor: " + about, files, on(makers, 1, 2)})
		decodes = append(decodes, contest{"decode-" + folder, "JPEG to RGB: " + about, files, on(decoders, 1)})
	}
	one := makes[1].files[:1]
	all := slices.Concat(makes, decodes)
	return append(all,
		contest{"resize", "Resize 4000×3000 → 224×224, uint8 RGB, bilinear", nil, on(resizers, 1)},
		contest{"alone", "JPEG to tensor: one large file at a time", one, on(alone, 1, 2)},
	), nil
}

// on makes entrants of contestants for each number of cores.
func on(contestants []contestant, cores ...int) []entrant {
	var all []entrant
	for _, n := range cores {
		for _, c := range contestants {
			all = append(all, entrant{c, n})
		}
	}
	return all
}

func listFolder(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("the photos aren't here (SACCADE_DATA names the data folder): %w", err)
	}
	var files []string
	for _, e := range entries {
		if e.Type().IsRegular() {
			files = append(files, filepath.Join(dir, e.Name()))
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no photos in %s", dir)
	}
	return files, nil
}
