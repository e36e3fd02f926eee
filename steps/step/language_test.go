package step_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/steps/step"
)

// twoNames is a definition with two placeholders of the same type, and an ending.
func twoNames() step.Def {
	return step.Def{Name: "beside", Pattern: "pod {pod} runs beside pod {pod}", Doc: "Both are there.", Example: `Then pod "a" runs beside pod "b"`,
		Run: func(_ context.Context, s *toys, a, b string, e step.Ending) error {
			s.calls = append(s.calls, a, b, e)
			return nil
		}}
}

// said returns a language with one group, in which the definition has this pattern and example.
func said(pattern, example string) func() (*step.Language, error) {
	return func() (*step.Language, error) {
		l := &step.Language{Code: "zh-CN", Placeholders: map[string]step.TypeWords{}, Groups: map[string]step.GroupWords{
			"toys": {Title: "玩具", Doc: "什么也不做。", Steps: map[string]step.Words{"beside": {Pattern: pattern, Doc: "两者都在。", Example: example}}},
		}}
		for _, t := range types() {
			l.Placeholders[t.Name] = step.TypeWords{Doc: "值。"}
		}
		l.Placeholders["duration"] = step.TypeWords{Doc: "时间。", Pattern: `[^\s"\p{Han}，]+(?: *秒)?`, English: []step.Replacement{{From: " *秒$", To: "s"}}}
		l.Endings = step.EndingWords{
			Within: step.Around{Write: "在 {} 内，", Read: "(?:在 *)?{} *内[，,]?"}, For: step.Around{Write: "，持续 {}", Read: "[，,]? *持续 *{}"},
			Throughout: step.Around{Write: "全程，", Read: "全程[，,]?"},
		}
		return l, nil
	}
}

func inChinese(t *testing.T, load func() (*step.Language, error)) *step.Catalogue {
	t.Helper()
	c, err := newToys(t, twoNames())
	if err != nil {
		t.Fatal(err)
	}
	if c, err = c.WithLanguage("zh-CN", "Han", load); err != nil {
		t.Fatal(err)
	}
	return c
}

const besideZh, besideExample = "Pod {pod2} 旁边运行着 Pod {pod1}", `那么 Pod "b" 旁边运行着 Pod "a"`

// TestAStepInAnotherLanguageIsTheSame: values are passed to the parameters as in the English step, in whatever order they are
// written.
func TestAStepInAnotherLanguageIsTheSame(t *testing.T) {
	c := inChinese(t, said(besideZh, besideExample))
	if err := c.CheckLanguage("zh-CN"); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]step.Ending{
		`Pod "b" 旁边运行着 Pod "a"`:                  {},
		`pod "b"旁边运行着pod "a"`:                    {},
		`在 30s 内，Pod "b" 旁边运行着 Pod "a"`:          {Within: 30 * time.Second},
		`30 秒内Pod "b" 旁边运行着 Pod "a"，持续 10s`:      {Within: 30 * time.Second, For: 10 * time.Second},
		`pod "a" runs beside pod "b" within 30s`: {Within: 30 * time.Second},
	} {
		m, err := c.Match(text, step.NoArgument)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		var s toys
		if err := m.Plan(step.Argument{}, step.Place{}).Run(t.Context(), &s); err != nil || len(s.calls) != 3 || s.calls[0] != "a" || s.calls[1] != "b" || s.calls[2] != want {
			t.Errorf("%s: %v, called with %v", text, err, s.calls)
		}
		for _, v := range m.Values() {
			if text[v.Start:v.Start+len(v.Text)] != v.Text {
				t.Errorf("%s: %q does not begin at %d", text, v.Text, v.Start)
			}
		}
		if untimed := m.Untimed(); want.Within > 0 && strings.Contains(untimed, "30") {
			t.Errorf("%s: without its time it is %s", text, untimed)
		}
	}
}

// TestSuggestionsAreInTheLanguageOfTheStep, with its values and endings.
func TestSuggestionsAreInTheLanguageOfTheStep(t *testing.T) {
	c := inChinese(t, said(besideZh, besideExample))
	for text, want := range map[string]string{
		`在 30s 内，Pod "x" 旁边运行 Pod "y"`: `在 30s 内，Pod "x" 旁边运行着 Pod "y"`,
		`Pod "x" 旁运行着 Pod "y"，持续 5 秒`:  `Pod "x" 旁边运行着 Pod "y"，持续 5s`,
		`pod "x" runs besides pod "y"`: `pod "x" runs beside pod "y"`,
	} {
		_, err := c.Match(text, step.NoArgument)
		if err == nil || !strings.Contains(err.Error(), "did you mean: "+want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestABadValueIsNamedAsItIsMeant: values in another language are converted to English, and a bad value is reported as such,
// not as an undefined step.
func TestABadValueIsNamedAsItIsMeant(t *testing.T) {
	c := inChinese(t, said(besideZh, besideExample))
	m, err := c.Match(`在 30x 内，Pod "b" 旁边运行着 Pod "a"`, step.NoArgument)
	if err != nil {
		t.Fatal(err)
	}
	if text, _ := m.Plan(step.Argument{}, step.Place{}).Problems(); text == nil || !strings.Contains(text.Error(), `bad duration "30x"`) {
		t.Error(text)
	}
}

// TestMistakesInALanguage: mistakes in a language file are found.
func TestMistakesInALanguage(t *testing.T) {
	for _, c := range []struct{ pattern, example, want string }{
		{"Pod {pod1} 旁边", besideExample, "it has 1 placeholders, and the English pattern 2"},
		{"Pod {pod} 旁边运行着 Pod {pod}", besideExample, "write {pod1} for the first one"},
		{"Pod {pod1} 旁边运行着 Pod {pod1}", besideExample, "{pod1} is there twice"},
		{"Pod {pod1} 旁边运行着 Pod {pod3}", besideExample, "the English pattern has 2 of {pod}"},
		{"Pod {pod1} 旁边运行着 {count}", besideExample, "the English pattern has no {count}"},
		{"Pod {pod1} beside {pod2}", besideExample, "it could not be told from English"},
		{"", besideExample, "it needs a pattern"},
		{"Pod {pod1} 旁边运行着 Pod {pod2}", besideExample, `its values are ["\"b\"" "\"a\"" "" ""]`},
		{besideZh, `那么 Pod "b" 旁边`, "undefined step"},
	} {
		if err := inChinese(t, said(c.pattern, c.example)).CheckLanguage("zh-CN"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.pattern, err, c.want)
		}
	}
	lacking := func() (*step.Language, error) {
		l, err := said(besideZh, besideExample)()
		delete(l.Placeholders, "count")
		l.Groups["other"] = step.GroupWords{Title: "x", Doc: "x"}
		return l, err
	}
	err := inChinese(t, lacking).CheckLanguage("zh-CN")
	for _, want := range []string{"placeholder {count}: it is not described", `group "other": there is none`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// TestAStepThatIsNotTranslatedStaysEnglish: a missing translation does not affect other steps.
func TestAStepThatIsNotTranslatedStaysEnglish(t *testing.T) {
	alone := twoNames()
	alone.Name, alone.Pattern, alone.Example = "alone", "pod {pod} and pod {pod} are alone", `Then pod "a" and pod "b" are alone`
	c, err := newToys(t, twoNames(), alone)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = c.WithLanguage("zh-CN", "Han", said(besideZh, besideExample)); err != nil {
		t.Fatal(err)
	}
	listed, err := c.In("zh-CN")
	if err != nil {
		t.Fatal(err)
	}
	if got := listed.Find("alone").Pattern; got != alone.Pattern {
		t.Error(got)
	}
	if got := listed.Find("beside").Pattern; got != "Pod {pod} 旁边运行着 Pod {pod}" {
		t.Error(got)
	}
	if _, err := c.Match(`Pod "b" 旁边运行着 Pod "a"`, step.NoArgument); err != nil {
		t.Error(err)
	}
	if err := c.CheckLanguage("zh-CN"); err == nil || !strings.Contains(err.Error(), `step "alone": it needs a pattern`) {
		t.Error(err)
	}
}

// TestUnknownLanguages: unknown languages are rejected, and the error lists the existing ones.
func TestUnknownLanguages(t *testing.T) {
	c := inChinese(t, said(besideZh, besideExample))
	if _, err := c.WithLanguage("xx", "Klingon", nil); err == nil {
		t.Error("an unknown script was accepted")
	}
	if _, err := c.In("fr"); err == nil || !strings.Contains(err.Error(), "languages are en, zh-CN") {
		t.Error(err)
	}
}
