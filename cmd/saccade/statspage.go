package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/internal/report"
	"github.com/saccade-go/saccade/internal/survey"
)

// What a page shows at most, so that a browser can open it; the JSON has all.
const (
	sampledClasses = 200
	sampledOfClass = 10   // of a class
	shownSheets    = 300  // groups of duplicates with pictures
	shownOfGroup   = 24   // pictures of a group
	shownFailed    = 2000 // rows
)

// page makes the page of a survey. It decodes the images it shows once more.
func (f *statsFlags) page(ctx context.Context, sets []*dataset.Dataset, s *survey.Survey) (*report.Overview, error) {
	made, err := f.made(ctx, sets)
	if err != nil {
		return nil, err
	}
	page := &report.Overview{
		Frame:   report.Frame{Title: setNames(sets), Lead: fmt.Sprintf("%s, %d that can’t be read", count(s.N, "image"), len(s.Failed)), Made: made},
		Figures: surveyFigures(s), Files: surveyFacts(s), Moments: surveyMoments(s, f.source.name()),
	}
	if b := s.Balance; b != nil {
		page.Balance, page.Advice = balanceText(b), strings.Join(strings.Fields(balanceAdvice(b)), " ")
	}
	page.Splits, page.Classes = classCounts(s.Splits)
	for size, n := range s.Sizes {
		page.Sizes = append(page.Sizes, report.SizeBin{Width: size[1], Height: size[0], N: n})
	}
	for i, failed := range s.Failed {
		if i == shownFailed {
			page.Notes = append(page.Notes, fmt.Sprintf("%d more images that can’t be read are in the JSON.", len(s.Failed)-i))
			break
		}
		page.Failed = append(page.Failed, report.Failure{Name: failed.Path, Reason: strings.TrimPrefix(failed.Error, failed.Path+": ")})
	}
	sheetOfSamples(ctx, page, sets)
	sheetOfGroups(ctx, page, sets, s.Groups)
	return page, ctx.Err()
}

func setNames(sets []*dataset.Dataset) string {
	var names []string
	for _, d := range sets {
		names = append(names, d.Name)
	}
	return strings.Join(names, ", ")
}

// made says with what the page was made. There is no date in it: the same data give the same page.
func (f *statsFlags) made(ctx context.Context, sets []*dataset.Dataset) (report.Made, error) {
	made := report.Made{Command: f.command, Facts: programFacts()}
	for _, d := range sets {
		sum, err := d.Digest(ctx)
		if err != nil {
			return made, err
		}
		made.Facts = append(made.Facts, report.Fact{Name: "Data, SHA-256", Value: fmt.Sprintf("%x (%s)", sum, d.Name)})
	}
	return made, nil
}

func surveyFigures(s *survey.Survey) []report.Fact {
	facts := []report.Fact{{Name: "images", Value: fmt.Sprint(s.N)}}
	if s.Balance != nil {
		_, classes := classCounts(s.Splits)
		facts = append(facts, report.Fact{Name: "classes", Value: fmt.Sprint(len(classes))},
			report.Fact{Name: "effective number of classes", Value: fmt.Sprintf("%.4g", s.Balance.Effective)},
			report.Fact{Name: "largest class by smallest", Value: fmt.Sprintf("%.3g", s.Balance.Ratio)})
	}
	d := sumDuplicates(s.Groups)
	return append(facts, report.Fact{Name: "duplicates beside the first of each group", Value: fmt.Sprint(d.images)},
		report.Fact{Name: "groups in several splits", Value: fmt.Sprint(d.splits)},
		report.Fact{Name: "groups in several classes", Value: fmt.Sprint(d.classes)},
		report.Fact{Name: "can’t be read", Value: fmt.Sprint(len(s.Failed))})
}

func surveyFacts(s *survey.Survey) []report.Fact {
	facts := []report.Fact{
		{Name: "format", Value: tallied(s.Formats)}, {Name: "colours", Value: tallied(s.Spaces)}, {Name: "bits per channel", Value: tallied(s.Depths)},
		{Name: "colour profile", Value: tallied(s.Profiles)}, {Name: "turned", Value: orientations(s.Files)},
		{Name: "gray, whatever the file has", Value: fmt.Sprint(s.Gray)},
	}
	if s.N > 0 {
		facts = append(facts, report.Fact{Name: "height", Value: lengths(s.Height)}, report.Fact{Name: "width", Value: lengths(s.Width)},
			report.Fact{Name: "aspect", Value: aspects(s.Aspect)})
	}
	return facts
}

func surveyMoments(s *survey.Survey, source string) (all []report.Snippet) {
	add := func(title string, m *survey.Moments, gray bool) {
		var b strings.Builder
		printMoments(&b, title, m, gray)
		if head, text, ok := strings.Cut(strings.TrimSpace(b.String()), "\n"); ok {
			all = append(all, report.Snippet{Title: head, Text: strings.TrimSpace(text)})
		}
	}
	add("images as they are", s.Pictures, s.N > 0 && s.Gray == s.N)
	add(source, s.Pipeline, false)
	return all
}

// classCounts returns the names of the splits and, for each class of any, how many each has.
func classCounts(splits []survey.Split) (names []string, classes []report.ClassCount) {
	at := map[string]int{}
	for i, split := range splits {
		names = append(names, splitName(splits, i))
		for _, c := range split.Classes {
			if _, ok := at[c.Class]; !ok {
				at[c.Class] = len(classes)
				classes = append(classes, report.ClassCount{Class: c.Class, N: make([]int, len(splits))})
			}
			classes[at[c.Class]].N[i] += c.N
		}
	}
	return names, classes
}

// sheetOfSamples shows images of each class, evenly taken from all splits.
func sheetOfSamples(ctx context.Context, page *report.Overview, sets []*dataset.Dataset) {
	samples := map[string][]dataset.Sample{}
	for _, d := range sets {
		for _, s := range d.Samples {
			if s.Label >= 0 {
				samples[d.Classes[s.Label]] = append(samples[d.Classes[s.Label]], s)
			}
		}
	}
	for i, c := range page.Classes {
		if i == sampledClasses {
			page.Notes = append(page.Notes, fmt.Sprintf("Samples are of the first %d classes.", i))
			return
		}
		sheet := report.Group{Title: c.Class}
		all := samples[c.Class]
		for k := range min(sampledOfClass, len(all)) {
			s := all[k*len(all)/min(sampledOfClass, len(all))]
			if shot := showSample(ctx, s); shot.Image != nil {
				shot.Alt = "picture of the class " + c.Class
				sheet.Shots = append(sheet.Shots, shot)
			}
		}
		if len(sheet.Shots) > 0 {
			page.Samples = append(page.Samples, sheet)
		}
	}
}

// sheetOfGroups shows duplicates.
func sheetOfGroups(ctx context.Context, page *report.Overview, sets []*dataset.Dataset, groups []survey.Group) {
	var all []dataset.Sample
	for _, d := range sets {
		all = append(all, d.Samples...)
	}
	for i, g := range groups {
		if i == shownSheets {
			page.Notes = append(page.Notes, fmt.Sprintf("%d more groups of duplicates are in the JSON.", len(groups)-i))
			return
		}
		sheet := report.Group{Title: groupTitle(g)}
		for k, im := range g.Images {
			if k == shownOfGroup {
				sheet.Title += fmt.Sprintf(", and %d more", len(g.Images)-k)
				break
			}
			shot := showSample(ctx, all[im.Sample])
			shot.Title, shot.Alt = im.Class, "one of a group of duplicates"
			if !g.Exact {
				shot.Value = count(im.Distance, "bit")
			}
			sheet.Shots = append(sheet.Shots, shot)
		}
		page.Groups = append(page.Groups, sheet)
	}
}

// showSample decodes a sample for a small picture, unless the run is to end.
func showSample(ctx context.Context, s dataset.Sample) report.Shot {
	shot := report.Shot{Path: s.Name}
	if ctx.Err() == nil {
		shot.Image = thumbnail(s)
	}
	return shot
}
