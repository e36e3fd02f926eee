package explain

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/gherkind/gherkind/internal/goldenfile"
	"github.com/gherkind/gherkind/internal/say"
)

func inChinese(t *testing.T) *say.Language {
	t.Helper()
	l, err := say.In("zh-CN", Messages())
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestInChinese: each cause is rendered in Chinese from its parts; the saved sentence is English.
func TestInChinese(t *testing.T) {
	l := inChinese(t)
	var page strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(causes), "\n") {
		where, _, _ := strings.Cut(line, ":")
		facts, subject := situation(t, where)
		for _, f := range Why(facts, subject) {
			if han(f.Sentence) || han(f.Hint) {
				t.Errorf("%s: the saved text is not English: %s, %s", where, f.Sentence, f.Hint)
			}
			failure := NewFailure("", "", []Finding{f}, nil)
			why, hint := failure.why(l), l.Text(failure.hint())
			if !han(why) || f.Hint != "" && !han(hint) {
				t.Errorf("%s: not in Chinese: %s, %s", where, why, hint)
			}
			fmt.Fprintf(&page, "%s\n  %s\n  %s\n", where, why, hint)
		}
	}
	goldenfile.Equal(t, "testdata/zh-CN.txt", page.String())
}

func han(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// TestToldAsItIsKept: a sentence that was modified later is shown unmodified in every language.
func TestToldAsItIsKept(t *testing.T) {
	l := inChinese(t)
	said := say.Textf("there is no %s in %s", named("Service", "web"), namespaceText("gk-1-mem2"))
	found := Finding{Code: "X", Sentence: said.String(), Said: said, Hint: "allow more time, or start the pods",
		Advised: moreTimeOr(say.Textf("start the pods"))}
	for name, c := range map[string]struct {
		change    func(*Failure)
		why, hint string
	}{
		"as it was found":       {func(*Failure) {}, `X：不存在 Service "web"（命名空间 "gk-1-mem2"）`, "多等一些时间，或者启动 Pod"},
		"no wait ran out":       {func(f *Failure) { f.Hint = AfterNoWait(f.Hint) }, `X：不存在 Service "web"（命名空间 "gk-1-mem2"）`, "启动 Pod"},
		"another hint":          {func(f *Failure) { f.Hint = "look there" }, `X：不存在 Service "web"（命名空间 "gk-1-mem2"）`, "look there"},
		"no hint":               {func(f *Failure) { f.Hint = "" }, `X：不存在 Service "web"（命名空间 "gk-1-mem2"）`, ""},
		"a value hidden":        {func(f *Failure) { f.Why = "there is no service ***" }, "X：不存在 service ***", "多等一些时间，或者启动 Pod"},
		"namespaces by aliases": {func(f *Failure) { f.Why = `there is no service "web" in namespace "mem2"` }, `X：不存在 Service "web"（命名空间 "mem2"）`, "多等一些时间，或者启动 Pod"},
	} {
		f := NewFailure("", "", []Finding{found}, nil)
		c.change(f)
		if strings.Contains(f.Why, `"mem2"`) {
			f = f.InNamespaces(map[string]string{"": "gk-1", "mem2": "gk-1-mem2"})
		}
		if why, hint := f.why(l), l.Text(f.hint()); why != c.why || hint != c.hint {
			t.Errorf("%s: %s; %s", name, why, hint)
		}
	}
}

func TestTheNamespaceOfTheScenario(t *testing.T) {
	f := NewFailure("", "", []Finding{{Said: say.Textf("there is no %s in %s", named("Service", "web"), namespaceText("gk-1"))}}, nil)
	f.Why = `there is no service "web" in the scenario's namespace`
	if why := f.InNamespaces(map[string]string{"": "gk-1"}).why(inChinese(t)); why != `不存在 Service "web"（场景的命名空间）` {
		t.Error(why)
	}
}
