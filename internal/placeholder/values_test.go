package placeholder

import (
	"strings"
	"testing"

	"github.com/gherkind/gherkind/steps/step"
)

func TestAnEmptySelectorIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		`"app=web"`: "", `"app in (a,b),!old"`: "", `""`: "would select everything", `"app=="`: "", `"a b"`: "as kubectl takes it",
	} {
		_, err := parseSelector(text, step.Place{})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

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
