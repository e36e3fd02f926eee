package bilingual_test

import (
	"testing"

	"github.com/gherkind/gherkind/internal/bilingual"
	"github.com/gherkind/gherkind/steps"
	"github.com/gherkind/gherkind/steps/step"
)

func speaker(t *testing.T, language string) *bilingual.Speaker {
	t.Helper()
	catalogue, err := steps.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	s, err := bilingual.In(catalogue, language)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestStepsInChinese: each value is in its place, also names that are the word of their kind, time limits and spans.
func TestStepsInChinese(t *testing.T) {
	s := speaker(t, "zh-CN")
	if s.Language() != "zh-CN" {
		t.Errorf("the language is %q", s.Language())
	}
	for _, c := range []struct {
		kind, english, chinese string
		below                  step.HasArgument
	}{
		{"Pod", `pod "pod" is ready within 140s`, `在 140s 内，Pod "pod" 就绪`, step.NoArgument},
		{"Pod", `pod "web" is ready for 140s`, `Pod "web" 就绪，持续 140s`, step.NoArgument},
		{"", `the manifest "web.yaml" is applied`, `应用清单 "web.yaml"`, step.NoArgument},
		{"Deployment", `deployment "web" is patched with this merge patch:`, `用以下合并补丁修补 Deployment "web"：`, step.WithDocString},
		{"Deployment", `deployment "web" is patched with this merge patch:`, `deployment "web" is patched with this merge patch:`, step.NoArgument},
		{"Pod", `pod "web" is what nobody can say`, `pod "web" is what nobody can say`, step.NoArgument},
	} {
		if got := s.Step(c.english, c.kind, c.below); got != c.chinese {
			t.Errorf("%s: %s, want %s", c.english, got, c.chinese)
		}
	}
}

// TestEnglishStays: there is nothing to say otherwise.
func TestEnglishStays(t *testing.T) {
	for _, language := range []string{"", "en", "xx"} {
		s := speaker(t, language)
		if got := s.Step(`pod "web" is ready`, "Pod", step.NoArgument); s.Language() != "" || got != `pod "web" is ready` {
			t.Errorf("%q: %q, %s", language, s.Language(), got)
		}
	}
}
