package explain

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/plaintext"
)

func exampleFailure() *Failure {
	return &Failure{
		Step: `pod "memory-hog" is Running within 30s`,
		Want: `pod "memory-hog" Running within 30s`, Saw: "OOMKilled (3 restarts), last change 2.1s ago",
		Code: PodOOMKilled, Why: `container "ctr" was killed at its memory limit of 100Mi (exit 137)`,
		Hint: "raise resources.limits.memory, or assert the OOMKilled status if that is what you expect",
		More: ".gherkind/last/memory-hog/ (objects, events, logs, timeline)",
	}
}

func TestFailureBlock(t *testing.T) {
	const want = `  want  pod "memory-hog" Running within 30s
  saw   OOMKilled (3 restarts), last change 2.1s ago
  why   POD_OOM_KILLED: container "ctr" was killed at its memory limit of 100Mi (exit 137)
  hint  raise resources.limits.memory, or assert the OOMKilled status if that is what you expect
  more  .gherkind/last/memory-hog/ (objects, events, logs, timeline)`
	if got := exampleFailure().Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFailureBlockWraps(t *testing.T) {
	const want = `  want  pod "memory-hog" Running
        within 30s
  saw   OOMKilled (3 restarts),
        last change 2.1s ago
  why   POD_OOM_KILLED:
        container "ctr" was
        killed at its memory
        limit of 100Mi (exit
        137)
        - one
        - two and a bit more
          than fits
        - three
        - four
        - 1 more line of
          evidence
  hint  raise it
  more  .gherkind/last/`
	f := exampleFailure()
	f.Hint, f.More = "raise it", ".gherkind/last/"
	f.Evidence = []string{"one", "two and a bit more than fits", "three", "four", "five"}
	if got := f.Block(32); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, line := range strings.Split(f.Block(32), "\n") {
		if plaintext.Width(line) > 32 {
			t.Errorf("%q is wider than 32", line)
		}
	}
	if got, want := f.Block(10), f.Block(0); got != want {
		t.Errorf("a width with no room wraps:\n%s", got)
	}
}

func TestFailureIsSafeToPrint(t *testing.T) {
	f := &Failure{Want: "a\x1b[31m", Saw: "x\r\ny\x07\n", Err: errors.New("ignored, since Saw says it"), Hint: strings.Repeat("x", 9000)}
	got := f.Error()
	if !strings.HasPrefix(got, "  want  a\\x1b[31m\n  saw   x\n        y\\x07\n  hint  xxx") || len(got) > 5000 {
		t.Errorf("got %.200q (%d bytes)", got, len(got))
	}
}

func TestFailureOfAPlainError(t *testing.T) {
	cause := errors.New("connection refused")
	f := &Failure{Want: "a node", Err: fmt.Errorf("list nodes: %w", cause)}
	if got, want := f.Error(), "  want  a node\n  saw   list nodes: connection refused"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !errors.Is(f, cause) {
		t.Error("the cause is lost")
	}
	var back *Failure
	if !errors.As(fmt.Errorf("step: %w", f), &back) || back != f {
		t.Error("errors.As does not find it")
	}
}

func TestNewFailureKeepsTheOtherFindings(t *testing.T) {
	f := NewFailure("w", "s", []Finding{
		{Code: PodOOMKilled, Sentence: "killed", Hint: "raise", Evidence: []string{"exit 137"}},
		{Code: PodCrashLoop, Sentence: "loops", Hint: "read"},
	}, nil)
	if f.Code != PodOOMKilled || f.Why != "killed" || f.Hint != "raise" ||
		strings.Join(f.Evidence, "|") != "exit 137|POD_CRASH_LOOP: loops" {
		t.Errorf("%+v", f)
	}
	if got := NewFailure("w", "s", nil, nil).Error(); got != "  want  w\n  saw   s" {
		t.Errorf("without findings: %q", got)
	}
}

func TestSummary(t *testing.T) {
	for _, c := range []struct {
		f    Failure
		want string
	}{
		{*exampleFailure(), `POD_OOM_KILLED: container "ctr" was killed at its memory limit of 100Mi (exit 137)`},
		{Failure{Saw: "Pending\nfor long"}, `saw Pending\nfor long`},
		{Failure{Why: "because"}, "because"},
		{Failure{Err: errors.New("x")}, "x"},
		{Failure{}, "failed"},
	} {
		if got := c.f.Summary(); got != c.want {
			t.Errorf("Summary = %q, want %q", got, c.want)
		}
	}
}

func TestAge(t *testing.T) {
	for d, want := range map[time.Duration]string{
		-time.Second: "0s", 0: "0s", 999 * time.Millisecond: "0s", 59 * time.Second: "59s", time.Minute: "1m",
		90 * time.Second: "1m30s", time.Hour: "1h", 2*time.Hour + 5*time.Minute + 9*time.Second: "2h5m",
		24 * time.Hour: "1d", 76*time.Hour + time.Minute: "3d4h",
	} {
		if got := Age(d); got != want {
			t.Errorf("Age(%s) = %s, want %s", d, got, want)
		}
	}
}

// TestACommandIsNotBroken: the command for the evidence is copied, so it starts on a new line if it does not fit.
func TestACommandIsNotBroken(t *testing.T) {
	f := &Failure{Saw: "x", More: ".gherkind/runs/1/web-3/ (objects, events, logs, timeline); gherkind replay .gherkind/runs/1/web-3.tgz"}
	if got := f.Block(80); !strings.Contains(got, "timeline)\n        gherkind replay .gherkind/runs/1/web-3.tgz") {
		t.Error(got)
	}
	if got := f.Block(0); !strings.Contains(got, f.More) {
		t.Error(got)
	}
}
