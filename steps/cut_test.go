package steps

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/internal/viewtest"
)

// TestCutOutput: if the output was cut off, errors of checks on it mention that.
func TestCutOutput(t *testing.T) {
	cut, whole := kube.ExecResult{Stdout: "begin", Cut: true}, kube.ExecResult{Stdout: "begin"}
	for name, want := range map[string]func(kube.ExecResult) error{
		"prints":         remote.Prints("end"),
		"prints exactly": func(r kube.ExecResult) error { return remote.PrintsExactly(r, "beginning") },
		"exits":          func(r kube.ExecResult) error { return remote.ExitsWith(r, 1) },
		"requests":       func(r kube.ExecResult) error { return judgeAnswers(r, 2, func(int) bool { return true }) },
	} {
		if err := remote.OfCut(cut, want(cut)); err == nil || !strings.Contains(err.Error(), "only the first 1024 KiB") {
			t.Errorf("%s: %v", name, err)
		}
		if err := remote.OfCut(whole, want(whole)); err == nil || strings.Contains(err.Error(), "1024 KiB") {
			t.Errorf("%s, whole: %v", name, err)
		}
	}
	all := kube.ExecResult{Stdout: "answer a\nanswer b\n", Cut: true}
	if err := remote.OfCut(all, judgeAnswers(all, 2, func(int) bool { return true })); err == nil || !strings.Contains(err.Error(), "not all answers can be counted") || !strings.Contains(err.Error(), "only the first") {
		t.Errorf("answers: %v", err)
	}
}

// TestCutOutputIsNoted: a check that is met by the beginning of the output passes, and the report says that the rest was cut
// off.
func TestCutOutputIsNoted(t *testing.T) {
	noted := ""
	w := viewtest.Open(t, viewtest.See(t, dbPod)).World
	w.Noted = func(text string) { noted = text }
	r := &remote.Runs{World: w, Command: "cat big"}
	result := kube.ExecResult{Stdout: "begin", Cut: true}
	if err := r.Judge(result, remote.Prints("begin")(result)); err != nil {
		t.Error(err)
	}
	r.Tell()
	if noted != remote.CutOutput {
		t.Errorf("noted %q", noted)
	}
}
