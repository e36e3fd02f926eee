package explain

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAfterNoWait(t *testing.T) {
	for hint, want := range map[string]string{
		"allow more time": "",
		"allow more time: its objects are deleted first":                     "",
		"allow more time, or look at its events":                             "look at its events",
		"allow more time for the image, or use one that is on the nodes":     "use one that is on the nodes",
		"give the program more time (startupProbe, initialDelaySeconds), or": "give the program more time (startupProbe, initialDelaySeconds), or",
	} {
		if got := AfterNoWait(hint); got != want {
			t.Errorf("%q: %q, want %q", hint, got, want)
		}
	}
}

// TestMoreTimeComesFirst: AfterNoWait finds the advice only at the beginning of a hint.
func TestMoreTimeComesFirst(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			code, _, _ := strings.Cut(line, "//")
			if strings.HasSuffix(name, "_test.go") || !strings.Contains(code, moreTime) || strings.Contains(code, `"`+moreTime) {
				continue
			}
			t.Errorf("%s: let the hint begin with %q: %s", name, moreTime, line)
		}
	}
}
