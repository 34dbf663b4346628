package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"
)

// A browser is Chromium, or what is made of it, by its command line.
type browser struct {
	program string
	dir     string // where it may write
}

func findBrowser() (browser, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return browser{program: path}, nil
		}
	}
	return browser{}, errors.New("wanted Chromium to look at the page, found none in PATH")
}

//go:embed frame.html
var frameHTML []byte

// serve serves the page, and frame.html, which shows it in a frame as wide as its query says: a window can't be as narrow as a
// telephone's. Both come from one place, so that the one may look into the other.
func serve(page string) (*httptest.Server, error) {
	content, err := os.ReadFile(page)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	reply := func(path string, b []byte) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write(b) // the browser that has gone doesn't mind
		})
	}
	reply("/report.html", content)
	reply("/frame.html", frameHTML)
	return httptest.NewServer(mux), nil
}

// run runs the browser without a window and returns its standard output.
func (b browser) run(ctx context.Context, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	flags := []string{"--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--virtual-time-budget=5000", "--user-data-dir=" + filepath.Join(b.dir, "profile")}
	if os.Geteuid() == 0 {
		flags = append(flags, "--no-sandbox") // which the superuser can't have
	}
	cmd := exec.CommandContext(ctx, b.program, append(flags, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", filepath.Base(b.program), err, stderr.Bytes())
	}
	return out, nil
}

// scheme is the flag for light or dark.
func scheme(dark bool) string {
	if dark {
		return "--blink-settings=preferredColorScheme=0"
	}
	return "--blink-settings=preferredColorScheme=1"
}

// Measured is what frame.html finds out about the page. Sizes are in pixels.
type measured struct {
	Height           int
	Broad            []string // what is broader than the window, outside of boxes that scroll
	Buttons          int      // of the script
	Unsorted         []string // clicks after which the table of classes isn't sorted
	Dark             bool
	Smallest         float64 // text
	SmallestInCharts float64
}

var result = regexp.MustCompile(`(?s)<pre id="result">(.*?)</pre>`)

// measure looks into the page in a window of that width.
func (b browser) measure(ctx context.Context, site string, width int, dark bool) (*measured, error) {
	out, err := b.run(ctx, scheme(dark), "--window-size=1600,1000", "--dump-dom", fmt.Sprintf("%s/frame.html?%d", site, width))
	if err != nil {
		return nil, err
	}
	found := result.FindSubmatch(out)
	if found == nil {
		return nil, errors.New("wanted what the page measures, found nothing")
	}
	m := &measured{}
	if err := json.Unmarshal([]byte(html.UnescapeString(string(found[1]))), m); err != nil {
		return nil, fmt.Errorf("what the page measures: %w", err)
	}
	if m.Dark != dark {
		return nil, fmt.Errorf("wanted a browser that prefers dark %v, found %v", dark, m.Dark)
	}
	return m, nil
}

func (m *measured) check(width int) error {
	switch {
	case len(m.Broad) > 0:
		return fmt.Errorf("wanted nothing broader than %d pixels, found %q", width, m.Broad)
	case m.Buttons == 0:
		return errors.New("wanted the buttons of the page's script, found none")
	case len(m.Unsorted) > 0:
		return fmt.Errorf("wanted a sorted table, found another order after %q", m.Unsorted)
	case m.Smallest < 12 || m.SmallestInCharts < 9.5:
		return fmt.Errorf("wanted text of 12 pixels or more, 9.5 in charts, found %.1f and %.1f", m.Smallest, m.SmallestInCharts)
	}
	return nil
}

// A shot is a picture of the page: from its top, or from the element with the id at.
type shot struct {
	width, height int
	dark          bool
	at            string
}

func (b browser) shoot(ctx context.Context, site, file string, s shot) error {
	address := fmt.Sprintf("%s/frame.html?%d,%d,%s", site, s.width, s.height, s.at)
	path, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	_, err = b.run(ctx, scheme(s.dark), fmt.Sprintf("--window-size=%d,%d", max(s.width, 500), s.height), "--screenshot="+path, address)
	return err
}

// print prints the page as PDF.
func (b browser) print(ctx context.Context, site, file string) error {
	path, err := filepath.Abs(file)
	if err != nil {
		return err
	}
	_, err = b.run(ctx, "--no-pdf-header-footer", "--print-to-pdf="+path, site+"/report.html")
	return err
}
