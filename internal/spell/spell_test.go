package spell

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"train", "train", 0}, {"trian", "train", 1}, {"TRAIN", "train", 0}, {"kitten", "sitting", 3},
		{"ca", "abc", 3}, {"größe", "grösse", 2}, {"花見", "見花", 1}, {"ab", "ba", 1}, {"abcd", "badc", 2},
		{strings.Repeat("x", 1<<20), "y", 64}, {"\xff\xfe", "", 2},
	} {
		if got := Distance(c.a, c.b); got != c.want {
			t.Errorf("Distance(%.20q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestDistanceProperties(t *testing.T) {
	word := rapid.StringMatching(`[abc]{0,8}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		d := Distance(a, b)
		if d != Distance(b, a) || (d == 0) != (a == b) || d > max(len(a), len(b)) || d < max(len(a)-len(b), len(b)-len(a)) {
			t.Fatalf("Distance(%q, %q) = %d, back %d", a, b, d, Distance(b, a))
		}
	})
}

func TestNearest(t *testing.T) {
	flags := []string{"epochs", "weight-decay", "preset", "out", "lr", "class-weights", "quiet", "momentum"}
	for word, want := range map[string]string{
		"epoch": "epochs", "epohcs": "epochs", "Weight_Decay": "weight-decay", "weight": "weight-decay", "class": "class-weights",
		"presets": "preset", "out": "out", "ot": "out", "l": "", "x": "", "": "", "zebra": "", "mom": "momentum", "w": "",
	} {
		if got := Nearest(word, flags); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
	if got := Nearest("random", []string{"random_flip", "random_crop"}); got != "" {
		t.Errorf("one of two that begin alike: %q", got)
	}
	if Nearest("a", nil) != "" || Perhaps("epoch", flags) != " (perhaps epochs)" || Perhaps("zebra", flags) != "" {
		t.Error("Perhaps")
	}
}

func TestOrder(t *testing.T) {
	names := []string{"zoom", "equalize", "equal", "blur"}
	if got, want := Order("equalise", names), []string{"equalize", "equal", "blur", "zoom"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if names[0] != "zoom" {
		t.Error("the candidates have changed places")
	}
}
