package report

import (
	"os/exec"
	"strings"
	"testing"
)

func TestQuote(t *testing.T) {
	for in, want := range map[string]string{
		"plain/path-1.jpg": "plain/path-1.jpg",
		"":                 "''",
		"two words":        "'two words'",
		"it's":             `'it'\''s'`,
		"$(rm x)`y`\\":     "'$(rm x)`y`\\'",
		"~/x*":             "'~/x*'",
		"a\nb":             `$'a\012b'`,
		"\xff'":            `$'\377\047'`,
		"gpj\u202e":        `$'gpj\342\200\256'`,
		"花":                "'花'",
	} {
		if got := Quote(in); got != want {
			t.Errorf("Quote(%q) = %s, want %s", in, got, want)
		}
	}
}

// A shell reads what was written.
func TestShellReadsCommandLine(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("wanted bash to read command lines, found none")
	}
	words := []string{"plain", "", "two words", "it's", "$(x)`y`\\ \"", "a\nb\tc", "\xff\xfe", "gpj\u202e.exe", "-x=~/*?[a]{b,c}!1;&|<>#", "花", `\012`}
	out, err := exec.Command(bash, "-c", "printf '%s\\0' "+Made{Command: words}.CommandLine()).Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"); strings.Join(got, "|") != strings.Join(words, "|") {
		t.Errorf("bash reads %q, want %q", got, words)
	}
}

func TestMiddle(t *testing.T) {
	if got := middle(12, "0123456789abcdefghij"); got != "<bdi>0123…defghij</bdi>" {
		t.Errorf("%s", got)
	}
	if got := middle(12, "<0123456789>"); got != "<bdi>&lt;0123456789&gt;</bdi>" {
		t.Errorf("%s", got)
	}
}
