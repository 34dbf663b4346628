package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestOffersAreFlags: each name in the tables of completion is one of the program's.
func TestOffersAreFlags(t *testing.T) {
	root, _ := rootCommand()
	byName := map[string]*cobra.Command{}
	for _, verb := range verbs(root) {
		byName[verb.Name()] = verb
	}
	for name := range flagOffers {
		verb, flag, _ := strings.Cut(name, "--")
		found := verb == "" && root.PersistentFlags().Lookup(flag) != nil
		for _, c := range byName {
			if verb == "" || c.Name() == strings.TrimSpace(verb) {
				found = found || c.Flags().Lookup(flag) != nil
			}
		}
		if !found {
			t.Errorf("%s is no flag", name)
		}
	}
	for name := range argumentOffers {
		if byName[name] == nil {
			t.Errorf("%s is no verb", name)
		}
	}
	for name := range byName {
		if argumentOffers[name] == nil {
			t.Errorf("nothing is offered for the arguments of %s", name)
		}
	}
}

// completions asks the program as a shell does.
func completions(t *testing.T, args ...string) []string {
	t.Helper()
	stdout, _ := must(t, 0, append([]string{cobra.ShellCompNoDescRequestCmd}, args...)...)
	lines := strings.Split(strings.TrimSpace(stdout), "\n")
	return lines[:len(lines)-1] // the last one is the directive
}

// TestOfferedValues: each value that a shell offers for a flag is one that it takes, and no other word is.
func TestOfferedValues(t *testing.T) {
	data, one := fashion+"/train", filepath.Join(fashion, "test", "bag")
	resize := filepath.Join(t.TempDir(), "resize.yaml")
	if err := os.WriteFile(resize, []byte("steps: [resize: {shorter: 20}]\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	commands := map[string]func(out string) []string{
		"train": func(out string) []string {
			return []string{"train", data, "--out", out, "--epochs", "1", "--preset", "pixels"}
		},
		"classify": func(string) []string { return []string{"classify", model(t), one} },
		"preprocess": func(out string) []string {
			return []string{"preprocess", one, "--unlabelled", "--preset", "pixels", "--out", out + ".npz"}
		},
	}
	check := func(verb, flag, value string) (status int, stderr string) {
		out := filepath.Join(t.TempDir(), "out")
		args := commands[verb](out)
		switch {
		case strings.HasSuffix(value, "="):
			value += t.TempDir()
		case flag == "--image-format":
			args = []string{"preprocess", one, "--unlabelled", "--pipeline", resize, "--out", out + ".tar"}
		case flag == "--optimizer" && value == "lbfgs":
			args = append(args, "--momentum", "0")
		case flag == "--preset":
			i := slices.Index(args, flag)
			args = slices.Delete(args, i, i+2)
			if value == autoPreset {
				return 0, "" // takes its time; TestSearch has it
			}
		}
		status, _, stderr = invoke(t, append(args, flag, value)...)
		return status, stderr
	}
	for _, name := range slices.Sorted(maps.Keys(flagOffers)) {
		verb, flag, _ := strings.Cut(name, "--")
		flag = "--" + flag
		if verb = strings.TrimSpace(verb); verb == "" {
			verb = map[string]string{"--log-format": "classify", "--preset": "preprocess"}[flag]
		}
		all, how := flagOffers[name](nil, nil, "")
		if commands[verb] == nil || how != cobra.ShellCompDirectiveNoFileComp || len(all) == 0 {
			continue
		}
		for _, value := range completions(t, verb, flag, "") {
			if status, stderr := check(verb, flag, value); status != 0 {
				t.Errorf("%s %s %s: status %d\n%s", verb, flag, value, status, stderr)
			}
		}
		status, stderr := check(verb, flag, "nonsense")
		if status != 1 || !strings.Contains(stderr, flag) && !strings.Contains(stderr, "preset") || !strings.Contains(stderr, "nonsense") {
			t.Errorf("%s %s nonsense: status %d\n%s", verb, flag, status, stderr)
		}
		// a message that lists the values has no other
		_, list, _ := strings.Cut(stderr, "wanted one of ")
		list, _, _ = strings.Cut(list, ", found")
		for _, value := range strings.Split(list, ", ") {
			if list != "" && !slices.Contains(completions(t, verb, flag, ""), value) {
				t.Errorf("%s %s: %s isn't offered", verb, flag, value)
			}
		}
	}
}

func TestCompletion(t *testing.T) {
	for _, c := range []struct {
		args string
		want string
	}{
		{"classify ", "saccade"},
		{"train data --pipeline ", "yaml yml json"},
		{"train data --preset ", "hog pixels auto"},
		{"preprocess data --preset ", "hog pixels"},
		{"plan ho", "hog"},
		{"plan ", "yaml yml json saccade"},
		{"plan hog ", ""},
		{"classify m x --on-error q", "quarantine="},
		{"stats x --near ", ""},
		{"evaluate m d --log-format ", "text json"},
		{"evaluate m d --log-f", "--log-format"},
	} {
		if got := strings.Join(completions(t, strings.Split(c.args, " ")...), " "); got != c.want {
			t.Errorf("saccade %s: %q, want %q", c.args, got, c.want)
		}
	}
}
