package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/saccade-go/saccade/internal/survey"
)

// printSurvey writes what was found as text.
func printSurvey(w io.Writer, s *survey.Survey, source string) {
	line := func(name, format string, args ...any) {
		fmt.Fprintf(w, "%-8s %s\n", name, fmt.Sprintf(format, args...))
	}
	line("images", "%d", s.N)
	if len(s.Failed) > 0 {
		line("failed", "%d", len(s.Failed))
	}
	if s.N > 0 {
		line("height", "%s", lengths(s.Height))
		line("width", "%s", lengths(s.Width))
		line("aspect", "%s", aspects(s.Aspect))
	}
	for _, l := range []struct{ name, text string }{
		{"files", tallied(s.Formats)}, {"colours", tallied(s.Spaces)}, {"bits", tallied(s.Depths)}, {"profiles", tallied(s.Profiles)},
		{"turned", orientations(s.Files)},
	} {
		if l.text != none {
			line(l.name, "%s", l.text)
		}
	}
	if s.Gray > 0 {
		line("gray", "%d, whatever the files have", s.Gray)
	}
	printMoments(w, "images as they are", s.Pictures, s.N > 0 && s.Gray == s.N)
	printMoments(w, source, s.Pipeline, false)
	printCounts(w, s.Splits)
	printBalance(w, s.Balance)
	printDuplicates(w, s.Groups)
}

// none is what stands for no value.
const none = "–"

func lengths(r *survey.Range[int]) string {
	if r.Min == r.Max {
		return fmt.Sprint(r.Min)
	}
	return fmt.Sprintf("%d to %d, half of them up to %d", r.Min, r.Max, r.Median)
}

func aspects(r *survey.Range[float64]) string {
	if r.Min == r.Max {
		return fmt.Sprintf("%.3g (width by height)", r.Min)
	}
	return fmt.Sprintf("%.3g to %.3g, half of them up to %.3g (width by height)", r.Min, r.Max, r.Median)
}

// tallied writes how many there are of each name, the most first; the last of many are a sum.
func tallied[K cmp.Ordered](counts map[K]int) string {
	const most = 6
	names := slices.SortedFunc(maps.Keys(counts), func(a, b K) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	var text []string
	others := 0
	for i, name := range names {
		if i < most {
			text = append(text, fmt.Sprintf("%d %s", counts[name], short(fmt.Sprint(name))))
		} else {
			others += counts[name]
		}
	}
	if others > 0 {
		text = append(text, fmt.Sprintf("%d others", others))
	}
	if len(text) == 0 {
		return none
	}
	return strings.Join(text, ", ")
}

// orientations writes the values of Exif's tag with what they mean.
func orientations(f survey.Files) string {
	meaning := []string{2: "mirrored", 3: "180°", 4: "upside down", 5: "90°, mirrored", 6: "90°", 7: "270°, mirrored", 8: "270°"}
	var text []string
	for _, value := range slices.Sorted(maps.Keys(f.Orientations)) {
		text = append(text, fmt.Sprintf("%d of orientation %d (%s)", f.Orientations[value], value, meaning[value]))
	}
	if len(text) == 0 {
		return none
	}
	return fmt.Sprintf("%d by Exif: %s", f.Turned, strings.Join(text, ", "))
}

// printMoments writes lines that can be pasted into a pipeline. Of gray pictures the channels are equal and one is enough.
func printMoments(w io.Writer, source string, m *survey.Moments, gray bool) {
	if m == nil {
		return
	}
	mean, std, more := m.Mean, m.Std, ""
	if gray {
		mean, std, more = mean[:1], std[:1], " (gray)"
	}
	const most = 8 // a picture's channels; more are features
	if n := len(mean) - most; n > 0 {
		mean, std, more = mean[:most], std[:most], fmt.Sprintf(" (the first %d channels of %d; --json has all)", most, len(mean))
	}
	fmt.Fprintf(w, "\nmean and deviation of %s%s:\n  normalize: {mean: [%s], std: [%s]}\n", visible(source), more, numbers(mean), numbers(std))
}

func numbers(values []survey.Number) string {
	var text []string
	for _, v := range values {
		text = append(text, fmt.Sprintf("%.6g", float64(v)))
	}
	return strings.Join(text, ", ")
}

// uneven is the ratio of the largest class to the smallest above which stats gives advice.
const uneven = 3

func printBalance(w io.Writer, b *survey.Balance) {
	if b == nil {
		return
	}
	fmt.Fprintf(w, "\nbalance  %s\n", balanceText(b))
	if advice := balanceAdvice(b); advice != "" {
		fmt.Fprintf(w, "         %s\n", advice)
	}
}

func balanceText(b *survey.Balance) string {
	if b.Ratio == 1 {
		return fmt.Sprintf("each class has %s", count(b.Largest.N, "image"))
	}
	return fmt.Sprintf("largest class %s (%d) to smallest %s (%d): %.3g; effective number of classes %.4g",
		short(b.Largest.Class), b.Largest.N, short(b.Smallest.Class), b.Smallest.N, b.Ratio, b.Effective)
}

// balanceAdvice is "" where classes are even enough.
func balanceAdvice(b *survey.Balance) string {
	if b.Ratio < uneven {
		return ""
	}
	return "The classes are uneven: train with --class-weights balanced or --sampler balanced, and judge by\n" +
		"         balanced accuracy and macro F1, as always answering the largest class is right often enough."
}
