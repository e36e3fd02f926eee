package jsonyaml

import (
	"testing"

	"gopkg.in/yaml.v3"
)

func TestText(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": "x\/y"}`:         "x/y",
		`{"a": "\ud83d\ude00"}`: "😀",
		`{"a": "\\/"}`:          `\/`,
		`{"a": "\\\/"}`:         `\/`,
		`{"a": "\u00e4"}`:       "ä",
	} {
		var got struct{ A string }
		if err := yaml.Unmarshal(Text([]byte(text)), &got); err != nil || got.A != want {
			t.Errorf("%s: %q, %v, want %q", text, got.A, err, want)
		}
	}
}

func TestValues(t *testing.T) {
	values, ok := Values([]byte("\ufeff\n{\"a\": 1}\n\n{\"b\": 2}\n"))
	if !ok || len(values) != 2 || values[0].Line != 2 || values[1].Line != 4 || string(values[1].Raw) != `{"b": 2}` || values[0].Begin != 4 {
		t.Errorf("%+v, %v", values, ok)
	}
	for _, text := range []string{"", "a: 1", "{a: 1}", `{"a": 1} b`, `["a"]`} {
		if _, ok := Values([]byte(text)); ok {
			t.Errorf("%q is taken for JSON", text)
		}
	}
}
