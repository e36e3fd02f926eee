package steps

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/steps/explain"
	"github.com/gherkind/gherkind/steps/step"
)

func TestCodesAreTyped(t *testing.T) {
	if got, err := parseCode("POD_OOM_KILLED", step.Place{}); err != nil || got != Code("POD_OOM_KILLED") {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := parseCode("POD_OOMKILED", step.Place{}); err == nil || !strings.Contains(err.Error(), "POD_OOM_KILLED") {
		t.Errorf("a slip of the pen: %v", err)
	}
	if _, err := parseCode("Running", step.Place{}); err == nil || !strings.Contains(err.Error(), "docs/codes.md") {
		t.Errorf("a status is no code: %v", err)
	}
}

func TestJudgeReason(t *testing.T) {
	f := explain.Finding{Code: explain.PodOOMKilled, Sentence: `container "ctr" was killed at its memory limit of 100Mi (exit 137)`}
	for _, c := range []struct {
		code Code
		text string
		met  bool
	}{
		{explain.PodOOMKilled, "", true},
		{explain.PodOOMKilled, "limit of 100Mi", true},
		{explain.PodOOMKilled, "limit of 10Mi", false},
		{explain.PodCrashLoop, "", false},
	} {
		if err := judgeReason(f, c.code, c.text); (err == nil) != c.met {
			t.Errorf("%s %q: %v", c.code, c.text, err)
		}
	}
}
