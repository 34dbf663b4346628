package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/saccade-go/saccade/classifier"
)

// hostile are names that somebody else may have chosen.
var hostile = []string{
	"<script>alert(1)</script>",
	`"><img src=x onerror=alert(1)>`,
	"javascript:alert(1)",
	"' onmouseover='alert(1)",
	"a\u202egpj.exe\u2066", // turns the direction of writing
	"\xff\xfe\x80 invalid",
	strings.Repeat("long ", 60) + "<b>",
	"</style><script>alert(1)</script>",
	"-->]]></svg></title><script>alert(1)</script>",
	"{{.Report}} ${x} `y` \x00\x1b[31m\r\n\u2028",
	"https://example.com/x.png",
	"",
	"שלום",
}

// evaluationOf is one with answers for n samples of the classes, all parts of the page filled, and all its text made of names.
func evaluationOf(t testing.TB, names []string, n int) Evaluation {
	t.Helper()
	r := rand.New(rand.NewPCG(1, uint64(len(names))))
	p, labels := classifier.NewMatrix(n, len(names)), make([]int, n)
	var judged []Judged
	for i := range n {
		row, sum := p.Row(i), float32(0)
		labels[i] = r.IntN(len(names))
		for k := range row {
			row[k] = r.Float32() * r.Float32()
			if k == labels[i] {
				row[k] += 0.5
			}
			sum += row[k]
		}
		best := 0
		for k := range row {
			if row[k] /= sum; row[k] > row[best] {
				best = k
			}
		}
		judged = append(judged, Judge(labels[i], best, row))
	}
	rep, err := classifier.NewReport(p, labels, names)
	if err != nil {
		t.Fatal(err)
	}
	name := func(i int) string { return names[i%len(names)] }
	picture := image.NewRGBA(image.Rect(0, 0, 90, 60))
	shots := func() (all []Shot) {
		for i := range min(len(names), 24) {
			all = append(all, Shot{Image: picture, Alt: "picture of " + name(i), Title: name(i), Value: "99.0 %", Notes: []string{"is " + name(i+1)}, Path: name(i + 2)})
		}
		return append(all, Shot{Alt: "none", Title: "gone", Path: name(0)})
	}
	e := Evaluation{
		Frame:  Frame{Title: name(0) + " on " + name(1), Lead: name(2), Made: Made{Command: append([]string{"saccade"}, hostile...), Facts: []Fact{{"Model", name(3)}}}},
		Report: rep, Judged: judged, Mistakes: shots(), Doubtful: shots(), Stages: shots(), Example: name(4),
		Failures: []Failure{{name(0), name(1)}, {name(2), name(3)}},
		Weights:  []Weights{{Title: "Classes", About: "about", Shots: shots()}, {Title: "HOG", Broad: true, Shots: shots()}},
		Plan:     []PlanRow{{"1", "resize " + name(1), "3×?×?", "uint8", "rgb", "?", name(5)}},
		History:  history(12),
	}
	e.Report.Failed = 2
	return e
}

func history(epochs int) classifier.History {
	h := classifier.History{Best: epochs / 2}
	for i := range epochs {
		loss := 2 / float64(i+1)
		h.Epochs = append(h.Epochs, classifier.EpochStats{Epoch: i + 1, LR: 0.05, Train: classifier.Score{Loss: loss, Accuracy: 1 - loss/3},
			Val: &classifier.Score{Loss: loss + 0.1, Accuracy: 0.9 - loss/3}})
	}
	return h
}

func pageOf(t testing.TB, e Evaluation) string {
	t.Helper()
	var b bytes.Buffer
	if err := e.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func names(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("class %03d", i)
	}
	return all
}

func attribute(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := range n.ChildNodes() {
		b.WriteString(textOf(c))
	}
	return b.String()
}

// checkPage holds a page against what a page has to be: one file without anything from elsewhere, with headings in order, captions,
// names for pictures and regions, and no script but ours.
func checkPage(t *testing.T, page string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids, refs, level, count := map[string]bool{}, []string{}, 0, map[string]int{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		count[n.Data]++
		checkElement(t, n)
		if id, ok := attribute(n, "id"); ok {
			if ids[id] {
				t.Errorf("id %q stands twice", id)
			}
			ids[id] = true
		}
		if ref, ok := attribute(n, "aria-labelledby"); ok {
			refs = append(refs, ref)
		}
		if href, ok := attribute(n, "href"); ok {
			refs = append(refs, strings.TrimPrefix(href, "#"))
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			if l := int(n.Data[1] - '0'); l > level+1 {
				t.Errorf("heading %q is of level %d after one of level %d", textOf(n), l, level)
			} else {
				level = l
			}
		}
	}
	for _, ref := range refs {
		if !ids[ref] {
			t.Errorf("nothing has the id %q", ref)
		}
	}
	for _, name := range []string{"h1", "main", "header", "footer", "nav", "script", "style", "title"} {
		if name != "title" && count[name] != 1 {
			t.Errorf("%d elements %s, want one", count[name], name)
		}
	}
	checkText(t, page)
	return doc
}

// allowed are all elements that pages have.
var allowed = map[string]bool{}

func init() {
	for _, name := range strings.Fields(`html head meta title style body a header h1 h2 h3 p nav ul li main section dl div dt dd span bdi table caption
		thead tbody tr th td figure img figcaption strong svg g path text details summary footer pre code script`) {
		allowed[name] = true
	}
}

func checkElement(t *testing.T, n *html.Node) {
	t.Helper()
	if !allowed[n.Data] {
		t.Errorf("element %s", n.Data)
	}
	for _, a := range n.Attr {
		if strings.HasPrefix(a.Key, "on") {
			t.Errorf("%s has %s=%q", n.Data, a.Key, a.Val)
		}
		if a.Key == "href" && !strings.HasPrefix(a.Val, "#") || a.Key == "src" && !strings.HasPrefix(a.Val, "data:image/") {
			t.Errorf("%s leads to %s=%.60q", n.Data, a.Key, a.Val)
		}
	}
	has := func(key string) {
		if v, ok := attribute(n, key); !ok || v == "" {
			t.Errorf("%s without %s: %.80q", n.Data, key, textOf(n))
		}
	}
	switch n.Data {
	case "img":
		has("alt")
	case "th":
		has("scope")
	case "svg":
		has("aria-labelledby")
	case "section":
		has("aria-labelledby")
	case "table":
		if c := n.FirstChild.NextSibling; c == nil || c.Data != "caption" || strings.TrimSpace(textOf(c)) == "" {
			t.Error("a table without a caption")
		}
	case "html":
		has("lang")
	}
	if role, _ := attribute(n, "role"); role == "region" {
		if tab, _ := attribute(n, "tabindex"); tab != "0" {
			t.Error("a region that scrolls can't be reached by the keyboard")
		}
	}
}

// checkText looks for what must not be in a file at all.
func checkText(t *testing.T, page string) {
	t.Helper()
	if !utf8.ValidString(page) {
		t.Error("the page isn't valid UTF-8")
	}
	for _, r := range page {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Errorf("%q stands in the page", r)
		}
	}
	for _, bad := range []string{"ZgotmplZ", "<no value>", "%!", "NaN", "@import", "url("} {
		if strings.Contains(page, bad) {
			t.Errorf("%q stands in the page", bad)
		}
	}
}

func TestPage(t *testing.T) {
	e := evaluationOf(t, names(10), 300)
	e.Made.Command = []string{"saccade", "evaluate", "model", "data"}
	page := pageOf(t, e)
	checkPage(t, page)
	for _, want := range []string{"Balanced accuracy", "Reliability", "Learning rate", "What a threshold brings", "Worst mistakes", "color-scheme: dark"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	for _, bad := range []string{"http:", "https:", "//"} {
		if strings.Contains(strings.ReplaceAll(withoutPictures(page), sortJS, ""), bad) {
			t.Errorf("the page has %q in it", bad)
		}
	}
}

// withoutPictures is the page without what base64 can say by chance.
func withoutPictures(page string) string {
	var b strings.Builder
	for i, part := range strings.Split(page, ";base64,") {
		if i > 0 {
			_, part, _ = strings.Cut(part, `"`)
		}
		b.WriteString(part)
	}
	return b.String()
}

func TestPageEscapesNames(t *testing.T) {
	e := evaluationOf(t, hostile, 200)
	page := pageOf(t, e)
	doc := checkPage(t, page)
	scripts, heads := 0, 0
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "script" {
			scripts++
		}
		if n.Type == html.ElementNode && n.Data == "th" && strings.Contains(textOf(n), "<script>alert(1)</script>") {
			heads++
		}
	}
	if scripts != 1 || heads == 0 {
		t.Errorf("%d scripts, %d heads of tables with the name of one; want 1 and some", scripts, heads)
	}
	if !strings.Contains(page, `a\u202egpj.exe`) || !strings.Contains(page, "<bdi>שלום</bdi>") {
		t.Error("what doesn't print isn't shown as such, or what prints isn't left alone")
	}
}

// A name in every place alone: none leans on its neighbour.
func TestPageEscapesEachName(t *testing.T) {
	for _, h := range hostile {
		checkPage(t, pageOf(t, evaluationOf(t, []string{h, "other " + h}, 40)))
	}
}

func TestPageIsTheSameTwice(t *testing.T) {
	for _, n := range []int{2, 17, 150} {
		first, second := pageOf(t, evaluationOf(t, names(n), 400)), pageOf(t, evaluationOf(t, names(n), 400))
		if first != second {
			t.Errorf("%d classes: two pages differ", n)
		}
	}
}

func TestPagePolicyIsForItsScript(t *testing.T) {
	page := pageOf(t, evaluationOf(t, names(3), 20))
	_, script, _ := strings.Cut(page, "<script>")
	script, _, _ = strings.Cut(script, "</script>")
	sum := sha256.Sum256([]byte(script))
	if want := "sha256-" + base64.StdEncoding.EncodeToString(sum[:]); !strings.Contains(html.UnescapeString(page), want) {
		t.Errorf("the policy doesn't have %s", want)
	}
}

// Nothing that a data set or a model may lack takes the page away.
func TestPageOfLittle(t *testing.T) {
	one := evaluationOf(t, names(4), 1) // three classes without samples
	checkPage(t, pageOf(t, one))
	bare := Evaluation{Report: evaluationOf(t, names(3), 5).Report}
	page := pageOf(t, bare)
	for _, section := range []string{"h-learning", "h-weights", "h-mistakes", "h-pipeline", "h-failed"} {
		if strings.Contains(page, section) {
			t.Errorf("an evaluation without it has a section %s", section)
		}
	}
	failed := Evaluation{Frame: Frame{Title: "all failed", Made: Made{Command: []string{"saccade"}}},
		Report: &classifier.Report{Classes: names(3), Failed: 7, Confusion: classifier.Confusion{{0, 0, 0}, {0, 0, 0}, {0, 0, 0}}}}
	checkPage(t, pageOf(t, failed))
	pageOf(t, Evaluation{Report: &classifier.Report{}})
}

// A model file is other people's: its history may have any numbers.
func TestPageOfStrangeHistories(t *testing.T) {
	e := evaluationOf(t, names(3), 20)
	nan, inf := math.NaN(), math.Inf(1)
	for i, h := range []classifier.History{
		{Epochs: []classifier.EpochStats{{}}},
		{Epochs: []classifier.EpochStats{{Epoch: 1, LR: 1, Train: classifier.Score{Loss: 1e308, Accuracy: -1e308}}, {Epoch: 2, LR: 1e-308, Train: classifier.Score{Loss: -1e308}}}},
		{Epochs: []classifier.EpochStats{{Epoch: math.MaxInt, Train: classifier.Score{Loss: nan}}, {Epoch: math.MinInt, Train: classifier.Score{Loss: inf, Accuracy: -inf}}}},
		{Epochs: []classifier.EpochStats{{Epoch: 1_000_000_000_000, LR: nan}, {Epoch: -1_000_000_000_000, LR: 1e12}, {Epoch: 3, LR: 1e-12}}},
		{Epochs: []classifier.EpochStats{{Epoch: 1, LR: 1e-300, Train: classifier.Score{Loss: 1e-300}}, {Epoch: 2, LR: 2e-300, Train: classifier.Score{Loss: 2e-300}}}},
		{Epochs: []classifier.EpochStats{{Epoch: 5, LR: 1, Train: classifier.Score{Loss: 1e12}}, {Epoch: 6, LR: 1, Train: classifier.Score{Loss: 1e12 - 1}}}},
		{Best: math.MaxInt, Epochs: history(3).Epochs},
		{Best: -5, Epochs: history(100_000).Epochs},
	} {
		e.History = h
		begin := time.Now()
		var b bytes.Buffer
		if err := e.Write(&b); err != nil {
			t.Errorf("history %d: %v", i, err)
		}
		if d := time.Since(begin); d > 5*time.Second || b.Len() > 1<<20 {
			t.Errorf("history %d: %v, %d bytes", i, d, b.Len())
		}
	}
}

func TestPageOfManyClasses(t *testing.T) {
	for _, n := range []int{100, 101, 1000, 1500} {
		e := evaluationOf(t, names(n), 3*n)
		begin := time.Now()
		page := pageOf(t, e)
		if d := time.Since(begin); d > 20*time.Second || len(page) > 3<<20 {
			t.Errorf("%d classes: %v, %d bytes", n, d, len(page))
		}
		if n <= 101 {
			checkPage(t, page)
		}
	}
}

// Whatever classes the matrix shows, each sample is in it once.
func TestMatrixHasAllSamples(t *testing.T) {
	for _, n := range []int{2, 100, 101, 1100} {
		e := evaluationOf(t, names(n), 700)
		m := newMatrix(e.Report)
		sum, right := 0, 0
		for i, row := range m.Rows {
			for k, c := range row.Cells {
				sum += c.N
				if i == k && !row.Rest {
					right += c.N
				}
				if (c.N == 0) != (c.Heat == "") || i == k && c.Heat != "" && c.Heat[0] != 'h' || i != k && c.Heat != "" && c.Heat[0] != 'm' {
					t.Errorf("cell %d,%d: %+v", i, k, c)
				}
			}
		}
		if sum != 700 || m.Partial() != (n > mostMatrix) {
			t.Errorf("%d classes: %d samples in the matrix, partial %v", n, sum, m.Partial())
		}
		if !m.Partial() && math.Abs(float64(right)/700-e.Report.Accuracy) > 1e-12 {
			t.Errorf("%d classes: %d right in the matrix, accuracy %v", n, right, e.Report.Accuracy)
		}
	}
}

func TestHeatLevel(t *testing.T) {
	for _, c := range []struct{ n, total, want int }{{0, 10, 0}, {1, 1000000, 1}, {5, 10, 5}, {10, 10, 9}, {1, 1, 9}, {0, 0, 0}, {1, 9, 1}, {2, 9, 2}, {9, 9, 9}} {
		if got := heatLevel(c.n, c.total); got != c.want {
			t.Errorf("%d of %d: level %d, want %d", c.n, c.total, got, c.want)
		}
	}
}

// The figures that intervals are made of are those of the report.
func TestJudgedMeasuresAsTheReport(t *testing.T) {
	e := evaluationOf(t, names(7), 500)
	rows := make([]int, len(e.Judged))
	for i := range rows {
		rows[i] = i
	}
	for name, c := range map[string]struct{ got, want float64 }{
		"balanced accuracy": {overClasses(e.Judged, 7, balanced)(rows), e.Report.BalancedAccuracy},
		"macro F1":          {overClasses(e.Judged, 7, f1)(rows), e.Report.MacroF1},
		"log loss":          {meanOf(e.Judged, Judged.loss)(rows), e.Report.LogLoss},
		"Brier score":       {meanOf(e.Judged, Judged.brier)(rows), e.Report.Brier},
	} {
		if math.Abs(c.got-c.want) > 1e-6 {
			t.Errorf("%s: %v of the answers, %v in the report", name, c.got, c.want)
		}
	}
}

func TestThresholds(t *testing.T) {
	all := []Judged{{Confidence: 0.9}, {Confidence: 0.5, Class: 1}, {Confidence: 0.7}, {Confidence: 0.5}}
	got := thresholds(all)
	want := []threshold{{0.9, 0.25, 1}, {0.7, 0.5, 1}, {0.5, 1, 0.75}}
	if len(got) != len(want) {
		t.Fatalf("%v, want %v", got, want)
	}
	for i := range got {
		if math.Abs(got[i].confidence-want[i].confidence) > 1e-6 || got[i].coverage != want[i].coverage || got[i].accuracy != want[i].accuracy {
			t.Errorf("%v, want %v", got[i], want[i])
		}
	}
}

// Text is legible in both modes, on whatever it stands: WCAG 2.2 asks for 4.5.
func TestContrast(t *testing.T) {
	light, dark, ok := strings.Cut(styleCSS, "prefers-color-scheme: dark")
	if !ok {
		t.Fatal("the style has no dark mode")
	}
	for mode, css := range map[string]string{"light": light, "dark": dark} {
		colour := func(name string) color.RGBA {
			var c color.RGBA
			_, rest, ok := strings.Cut(css, "--"+name+": #")
			if !ok {
				t.Fatalf("%s: no colour %s", mode, name)
			}
			if _, err := fmt.Sscanf(rest[:6], "%02x%02x%02x", &c.R, &c.G, &c.B); err != nil {
				t.Fatal(err)
			}
			return c
		}
		for _, back := range []string{"paper", "card", "head"} {
			for _, front := range []string{"ink", "soft", "accent", "bad"} {
				if c := contrast(colour(front), colour(back)); c < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.2f", mode, front, back, c)
				}
			}
			for _, front := range []string{"bar", "focus"} { // what is no text
				if c := contrast(colour(front), colour(back)); c < 2.8 {
					t.Errorf("%s: %s on %s has a contrast of %.2f", mode, front, back, c)
				}
			}
		}
	}
	for _, theme := range []heatTheme{lightHeat, darkHeat} {
		for s := 0.; s <= 1; s += 0.01 {
			for _, to := range []color.RGBA{theme.hit, theme.miss} {
				if back := mix(theme.card, to, s); contrast(back, legible(back)) < 4.5 {
					t.Errorf("%s on %s has a contrast of %.2f", hex(legible(back)), hex(back), contrast(back, legible(back)))
				}
			}
		}
	}
	if got := contrast(black, white); math.Abs(got-21) > 1e-9 {
		t.Errorf("black and white have a contrast of %v, want 21", got)
	}
}

// Whatever a name is, it stays text.
func FuzzPage(f *testing.F) {
	for _, h := range hostile {
		f.Add(h)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if len(name) > 1<<10 {
			t.Skip("a longer name is no other case")
		}
		e := evaluationOf(t, []string{name, name + "'"}, 6)
		e.Mistakes, e.Doubtful, e.Stages, e.Weights[0].Shots, e.Weights[1].Shots = e.Mistakes[:1], nil, nil, e.Mistakes[:1], nil
		e.History, e.Judged = classifier.History{}, nil
		e.Made.Command = []string{name}
		checkPage(t, pageOf(t, e))
	})
}
