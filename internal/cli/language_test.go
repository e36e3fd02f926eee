package cli

import (
	"context"
	"strings"
	"testing"
)

func TestTheLanguage(t *testing.T) {
	type env = map[string]string
	for _, c := range []struct {
		args []string
		env  env
		want string // "" for a usage error
	}{
		{nil, env{}, "en"},
		{nil, env{"LANG": "zh_CN.UTF-8"}, "zh-CN"},
		{nil, env{"LANG": "zh_SG.utf8"}, "zh-CN"},
		{nil, env{"LANG": "zh_TW.UTF-8"}, "en"}, // other characters
		{nil, env{"LANG": "zh_CN.GB18030"}, "en"},
		{nil, env{"LANG": "de_DE.UTF-8"}, "en"},
		{nil, env{"LANG": "C.UTF-8"}, "en"},
		{nil, env{"LANG": "C.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh-CN"},
		{nil, env{"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"},
		{nil, env{"LANG": "en_GB.UTF-8", "LC_MESSAGES": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh-CN"},
		{nil, env{"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"},
		{[]string{"run", "--lang", "zh-CN"}, env{}, "zh-CN"},
		{[]string{"run", "--lang=zh-CN", "x.feature"}, env{"LC_ALL": "C"}, "zh-CN"},
		{[]string{"--lang", "en", "run"}, env{"LANG": "zh_CN.UTF-8"}, "en"},
		{[]string{"run", "--", "--lang", "zh-CN"}, env{}, "en"},
		{[]string{"run", "--lang", "fr"}, env{}, ""},
		{[]string{"run", "--lang="}, env{}, ""},
	} {
		l, err := languageOf(c.args, func(name string) string { return c.env[name] })
		switch {
		case c.want == "" && (err == nil || exitCode(err) != exitUsage || !strings.Contains(err.Error(), "en, zh-CN")):
			t.Errorf("%q: %v", c.args, err)
		case c.want != "" && (err != nil || l.Tag() != c.want):
			t.Errorf("%q %v: %s, want %s: %v", c.args, c.env, l.Tag(), c.want, err)
		}
	}
}

func TestTheLanguageOfAVerb(t *testing.T) {
	l, err := languageOf([]string{"--lang", "zh-CN"}, func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	if speaking(inLanguage(context.Background(), l)).Tag() != "zh-CN" || speaking(context.Background()).Tag() != "en" {
		t.Error("the verb speaks another language")
	}
}
