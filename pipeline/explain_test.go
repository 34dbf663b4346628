package pipeline

import (
	"strings"
	"testing"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// TestExplainShared shows steps that branches share once, with the branches.
func TestExplainShared(t *testing.T) {
	gray, float := colorspace.Convert{To: tensor.Gray}, imgproc.ToFloat{}
	p := New(imgproc.Resize{Height: 8, Width: 8}, features.Concat{Branches: [][]Step{
		{gray, float, features.Flatten{}},
		{float, features.Flatten{}},
		{gray, float, imgproc.Resize{Height: 4, Width: 4}, features.Flatten{}},
	}})
	plan, err := p.Compile(p.Input())
	if err != nil {
		t.Fatal(err)
	}
	got := plan.Explain()
	for label, want := range map[string]string{
		"2a.1": "shared by branches 1, 3", "2a.2": "shared by branches 1, 3", "2a.3": "", "2b.1": "", "2c.3": "",
	} {
		i := strings.Index(got, "\n"+label+" ")
		if i < 0 {
			t.Errorf("no line %s in\n%s", label, got)
			continue
		}
		line, _, _ := strings.Cut(got[i+1:], "\n")
		if strings.Contains(line, "shared") != (want != "") || !strings.HasSuffix(line, want) {
			t.Errorf("wanted note %q in %q", want, line)
		}
	}
	if strings.Contains(got, "\n2c.1 ") || strings.Contains(got, "\n2c.2 ") {
		t.Errorf("shared steps stand twice in\n%s", got)
	}
}

// TestSharedSteps takes over from an earlier branch the steps that are equal, as they have become there.
func TestSharedSteps(t *testing.T) {
	c := features.Concat{Branches: [][]Step{
		{features.Flatten{}, features.Standardize{}},
		{features.Flatten{}, features.Standardize{}, features.Flatten{}},
	}}
	learned := features.Standardized{}
	shared := sharedSteps(c, 1, [][]Step{{features.Flatten{}, learned}, nil})
	if len(shared) != 2 {
		t.Fatalf("wanted two shared steps, found %v", shared)
	}
}
