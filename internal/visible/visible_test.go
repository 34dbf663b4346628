package visible

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"plain é 花 שלום":     "plain é 花 שלום",
		"a\x1b[31mb":         `a\x1b[31mb`,
		"a\nb\x00":           `a\nb\x00`,
		"gpj.\u202efdp":      `gpj.\u202efdp`,
		"\xff\xfe":           `\xff\xfe`,
		"'quoted' \ufffd \\": "'quoted' \ufffd \\",
	} {
		if got := Text(in); got != want {
			t.Errorf("Text(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestShort(t *testing.T) {
	for in, want := range map[string]string{
		"12345678":                 "12345678",
		"123456789":                "1234567…",
		"\n\n\n\n\n":               `\n\n\n\…`,
		strings.Repeat("花", 1<<20): "花花花花花花花…",
	} {
		if got := Short(in, 8); got != want {
			t.Errorf("Short(%.20q…) = %q, want %q", in, got, want)
		}
	}
}

// TestJSON: the text prints, and means the same.
func TestJSON(t *testing.T) {
	want := "gpj.\u202efdp \u009b31m \U000e0001 \x7f é 花 \x1b \n \\u0041"
	b, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	text := JSON(string(b))
	var got string
	if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
		t.Errorf("JSON(%s) = %s, which is %q, %v", b, text, got, err)
	}
	if Text(text) != text {
		t.Errorf("%q has what doesn't print", text)
	}
	if got := JSON("{\n\t\"a\": 1}\n"); got != "{\n\t\"a\": 1}\n" {
		t.Errorf("what separates the parts became %q", got)
	}
}
