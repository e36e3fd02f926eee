package terminal

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestAgainInAShell: the command, copied into a shell, is parsed into the same words.
func TestAgainInAShell(t *testing.T) {
	words := []string{"./my tools/gherkind", "run", "--tags", "@a and not (@b or @c)", "--kubeconfig", "it's/~k8s$HOME.yaml", "--context", "a;b|c&d", "--tags=-x"}
	place := "features/a #b/*.feature:12"
	opts := Options{Again: words}
	line := NewWithClock(nil, opts, reporttest.Clock()).again(&report.Scenario{URI: "features/a #b/*.feature", Line: 12})
	out, err := exec.Command("sh", "-c", `for w in `+line+`; do printf '%s\n' "$w"; done`).Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n"); !slices.Equal(got, append(words, place)) {
		t.Errorf("%s\ngives %q", line, got)
	}
}
