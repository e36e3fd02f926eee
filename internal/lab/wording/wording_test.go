package wording

import (
	"reflect"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

// TestNothingIsMissing: each table has all texts, and its formats take the same values as the English ones.
func TestNothingIsMissing(t *testing.T) {
	for _, language := range Languages() {
		complete(t, language, reflect.ValueOf(*In(language)), reflect.ValueOf(english))
		complete(t, language, reflect.ValueOf(*WebIn(language)), reflect.ValueOf(webEnglish))
		for _, v := range marks.Verdicts() {
			if In(language).Verdicts[v] == "" {
				t.Errorf("%s: no word for %s", language, v)
			}
		}
	}
}

func complete(t *testing.T, language string, table, words reflect.Value) {
	t.Helper()
	for i := range table.NumField() {
		if table.Field(i).Kind() != reflect.String {
			continue
		}
		name, text := table.Type().Field(i).Name, table.Field(i).String()
		if text == "" {
			t.Errorf("%s: %s is empty", language, name)
		}
		for _, verb := range []string{"%s", "%d"} {
			if got, want := strings.Count(text, verb), strings.Count(words.Field(i).String(), verb); got != want {
				t.Errorf("%s: %s has %d times %s, in English %d", language, name, got, verb, want)
			}
		}
	}
}

func TestIn(t *testing.T) {
	for language, want := range map[string]string{"": "en", "en": "en", "de": "en", "zh": "zh", "zh-CN": "zh", "ZH": "zh"} {
		if got := In(language).Language; got != want {
			t.Errorf("%q: %s", language, got)
		}
	}
}

// TestOneWordForGrading: the pages say it in Chinese as the command and its documents do.
func TestOneWordForGrading(t *testing.T) {
	for _, table := range []reflect.Value{reflect.ValueOf(*In("zh")), reflect.ValueOf(*WebIn("zh"))} {
		for i := range table.NumField() {
			if field := table.Field(i); field.Kind() == reflect.String && strings.Contains(field.String(), "评分") {
				t.Errorf("%s says 评分 instead of 打分 or 标准: %s", table.Type().Field(i).Name, field)
			}
		}
	}
}
