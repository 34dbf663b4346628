// Command reportpictures trains a small model on testdata/fashion, lets evaluate write its page, looks at the page in a browser, as
// wide as a telephone and as a desk's screen, light, dark and printed, and leaves pictures of it in docs. It fails if the page is
// broader than the window, if text is too small to read, or if the page's script doesn't run.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

func main() {
	out := flag.String("out", "docs", "write pictures to `DIR`")
	all := flag.String("all", "", "write pictures of the whole page at all widths, and the printed page, to `DIR`")
	page := flag.String("page", "", "look at `FILE.html` and write no pictures for the documentation")
	flag.Parse()
	b, err := findBrowser()
	if err != nil {
		fmt.Fprintln(os.Stderr, "reportpictures: skipped:", err)
		return
	}
	if err := run(context.Background(), b, *page, *out, *all); err != nil {
		fmt.Fprintln(os.Stderr, "reportpictures:", err)
		os.Exit(1)
	}
}

// Sizes of windows in pixels.
var widths = []int{400, 1400}

func run(ctx context.Context, b browser, page, out, all string) error {
	dir, err := os.MkdirTemp("", "reportpictures")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b.dir = dir
	documents := page == ""
	if documents {
		page = filepath.Join(dir, "report.html")
		if err := evaluate(ctx, dir, page); err != nil {
			return err
		}
	}
	site, err := serve(page)
	if err != nil {
		return err
	}
	defer site.Close()
	var errs []error
	for _, w := range widths {
		for _, dark := range []bool{false, true} {
			m, err := b.measure(ctx, site.URL, w, dark)
			if err == nil {
				fmt.Printf("%4d wide, dark %v: %d high, smallest text %.1f px, in charts %.1f px\n", w, dark, m.Height, m.Smallest, m.SmallestInCharts)
				err = m.check(w)
			}
			if err != nil {
				errs = append(errs, fmt.Errorf("%d wide, dark %v: %w", w, dark, err))
				continue
			}
			if all != "" {
				file := filepath.Join(all, fmt.Sprintf("report_%d_%s.png", w, mode(dark)))
				errs = append(errs, b.shoot(ctx, site.URL, file, shot{width: w, height: min(m.Height, 16000), dark: dark}))
			}
		}
	}
	if all != "" {
		errs = append(errs, b.print(ctx, site.URL, filepath.Join(all, "report.pdf")))
	}
	if documents {
		errs = append(errs,
			b.shoot(ctx, site.URL, filepath.Join(out, "report_light.png"), shot{width: 1200, height: 1230, at: "h-confusion"}),
			b.shoot(ctx, site.URL, filepath.Join(out, "report_dark.png"), shot{width: 1200, height: 1330, dark: true, at: "h-calibration"}))
	}
	return errors.Join(errs...)
}

func mode(dark bool) string {
	if dark {
		return "dark"
	}
	return "light"
}

// evaluate writes the page of a model of testdata/fashion.
func evaluate(ctx context.Context, dir, page string) error {
	saccade, model := filepath.Join(dir, "saccade"), filepath.Join(dir, "fashion.saccade")
	pipeline := filepath.Join("examples", "pipelines", "mnist.yaml")
	for _, args := range [][]string{
		{"go", "build", "-o", saccade, "./cmd/saccade"},
		{saccade, "train", "testdata/fashion/train", "--out", model, "--pipeline", pipeline, "--quiet", "--epochs", "40", "--schedule", "cosine"},
	} {
		if err := command(ctx, ".", args...); err != nil {
			return err
		}
	}
	// In its own folder, so that the page doesn't name the temporary one.
	if err := os.CopyFS(filepath.Join(dir, "fashion"), os.DirFS(filepath.Join("testdata", "fashion"))); err != nil {
		return err
	}
	return command(ctx, dir, saccade, "evaluate", "fashion.saccade", "fashion/test", "--quiet", "--min-confidence", "0.4", "--report", filepath.Base(page))
}

func command(ctx context.Context, dir string, args ...string) error {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", filepath.Base(args[0]), err, out)
	}
	return nil
}
