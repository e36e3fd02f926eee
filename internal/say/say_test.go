package say

import (
	"strings"
	"testing"
	"testing/fstest"
)

// named has a name in two languages.
type named struct{ name string }

func (n named) String() string { return n.Text().String() }
func (n named) Text() Text     { return Textf("container %q", n.name) }

func in(t *testing.T, tag, text string) *Language {
	t.Helper()
	l, err := In(tag, fstest.MapFS{tag + ".yaml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

const chinese = `
'%s listens on port %d, and not on %d': '%[1]s 监听端口 %[2]d，而不是 %[3]d'
'container %q': '容器 %q'
'%d scenario': '%d 个场景'
'took %s of %.0f%%': '在 %.0[2]f%% 中用了 %[1]s'
`

func TestTextsInTwoLanguages(t *testing.T) {
	zh := in(t, "zh-CN", chinese)
	for _, c := range []struct {
		text   Text
		en, zh string
	}{
		{Textf("%s listens on port %d, and not on %d", named{"web"}, 8080, int32(80)), `container "web" listens on port 8080, and not on 80`, `容器 "web" 监听端口 8080，而不是 80`},
		{Textf("%s listens on port %d, and not on %d", Textf("container %q", "a%sb"), 1234567, 1), `container "a%sb" listens on port 1234567, and not on 1`, `容器 "a%sb" 监听端口 1234567，而不是 1`},
		{Textf("%s; %s", Times("scenario", 1), Times("scenario", 12000)), "1 scenario; 12000 scenarios", "1 个场景; 12000 个场景"},
		{Textf("took %s of %.0f%%", "3s", 97.4), "took 3s of 97%", "在 97% 中用了 3s"},
		{Textf("nobody has translated %d of this", 1000), "nobody has translated 1000 of this", "nobody has translated 1000 of this"},
		{Literal("50% of %s"), "50% of %s", "50% of %s"},
		{Text{}, "", ""},
	} {
		var english *Language
		if got := english.Text(c.text); got != c.en {
			t.Errorf("in English: %q, want %q", got, c.en)
		}
		if got := zh.Text(c.text); got != c.zh {
			t.Errorf("in Chinese: %q, want %q", got, c.zh)
		}
	}
}

// TestPluralForms: each language has its own number of plural forms.
func TestPluralForms(t *testing.T) {
	pl := in(t, "pl", "'%d restart': {one: '%d restart', few: '%d restarty', many: '%d restartów', other: '%d restartu'}\n")
	for n, want := range map[int]string{1: "1 restart", 3: "3 restarty", 5: "5 restartów", 1022: "1022 restarty"} {
		if got := pl.Text(Textf("%s", Times("restart", n))); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestAMessageIsInOneFile(t *testing.T) {
	twice := fstest.MapFS{"zh-CN.yaml": {Data: []byte("a: 甲\n")}, "zh-CN/more.yaml": {Data: []byte("a: 乙\n")}}
	if _, err := In("zh-CN", twice); err == nil || !strings.Contains(err.Error(), `zh-CN/more.yaml: message "a" is in another file, too`) {
		t.Errorf("got %v", err)
	}
}

func TestTag(t *testing.T) {
	var english *Language
	if english.Tag() != "en" || in(t, "zh-CN", chinese).Tag() != "zh-CN" {
		t.Error("wrong language tag")
	}
}
