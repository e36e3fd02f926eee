package steps

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/kube"
)

// TestCutOutput: what is said of output whose end is not known says so, failed and met.
func TestCutOutput(t *testing.T) {
	cut, whole := kube.ExecResult{Stdout: "begin", Cut: true}, kube.ExecResult{Stdout: "begin"}
	for name, wanted := range map[string]func(kube.ExecResult) error{
		"prints":         prints("end"),
		"prints exactly": func(r kube.ExecResult) error { return printedExactly(r, "beginning") },
		"exits":          func(r kube.ExecResult) error { return exitedWith(r, 1) },
		"requests":       func(r kube.ExecResult) error { return judgeAnswers(r, 2, func(int) bool { return true }) },
	} {
		if err := ofCut(cut, wanted(cut)); err == nil || !strings.Contains(err.Error(), "only the first 1024 KiB") {
			t.Errorf("%s: %v", name, err)
		}
		if err := ofCut(whole, wanted(whole)); err == nil || strings.Contains(err.Error(), "1024 KiB") {
			t.Errorf("%s, whole: %v", name, err)
		}
	}
	all := kube.ExecResult{Stdout: "answer a\nanswer b\n", Cut: true}
	if err := judgeAnswers(all, 2, func(int) bool { return true }); err == nil || !strings.Contains(err.Error(), "only the first") {
		t.Errorf("answers: %v", err)
	}
}

// TestCutOutputIsNoted: a check that is met by the beginning of the output is met, and the report says that it is no more.
func TestCutOutputIsNoted(t *testing.T) {
	noted := ""
	w := shownTo(t, see(t, dbPod)).World
	w.Noted = func(text string) { noted = text }
	r := &runs{w: w, command: "cat big"}
	result := kube.ExecResult{Stdout: "begin", Cut: true}
	if err := r.judge(result, prints("begin")(result)); err != nil {
		t.Error(err)
	}
	r.tell()
	if noted != cutOutput {
		t.Errorf("noted %q", noted)
	}
}
