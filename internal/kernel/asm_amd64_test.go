//go:build !purego

package kernel

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestAVX2Registers: a function named …AVX2 uses nothing of AVX-512. avo gives out its registers where it runs short
// of others, and the assembler takes instructions on them without a word.
func TestAVX2Registers(t *testing.T) {
	files, err := filepath.Glob("*_amd64.s")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	forbidden := regexp.MustCompile(`\b([XY](1[6-9]|2\d|3[01])|[ZK]\d+)\b`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		function := ""
		for line := range strings.Lines(string(text)) {
			if name, ok := strings.CutPrefix(line, "TEXT ·"); ok {
				function, _, _ = strings.Cut(name, "(")
			}
			if strings.HasSuffix(function, "AVX2") && forbidden.MatchString(line) {
				t.Errorf("%s, %s: %s", file, function, strings.TrimSpace(line))
			}
		}
	}
}
