package project

import (
	"maps"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// TestValuesOfAllOriginsCount: a value of a weaker origin is kept if a stronger one has none of its name.
func TestValuesOfAllOriginsCount(t *testing.T) {
	in(t, "values: {a: file, b: file, c: file, d: 3}\nprofiles:\n  ci:\n    values: {b: profile, c: profile}\n")
	flags := pflag.NewFlagSet("run", pflag.ContinueOnError)
	s := Defaults()
	Register(flags, s)
	if err := flags.Parse([]string{"--value", "e=x=1,y", "--value", "f="}); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{ProfileVariable: "ci", "GHERKIND_VALUES": "c=env,g=env"}
	p, err := Resolve(Request{Dir: ".", Getenv: func(name string) string { return env[name] }, Flags: flags, Settings: s, All: true})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"a": "file", "b": "profile", "c": "env", "d": "3", "e": "x=1,y", "f": "", "g": "env"}
	if !maps.Equal(p.Values, want) {
		t.Errorf("%v, want %v", p.Values, want)
	}
	if from := p.Origin("values").String(); from != "--value" {
		t.Errorf("from %s", from)
	}
}

func TestValuesThatAreNone(t *testing.T) {
	for text, want := range map[string]string{
		"values: [a]":                     "gherkind.yaml:1:9: values: that is a list, but must be NAME: VALUE, one per line",
		"values: {a: [1]}":                "a in line 1 is a list, but must be one value",
		"values: {a: }":                   "a in line 1 is",
		"values: {a b: 1}":                `"a b" is not a valid name of a value`,
		"values: {a: 1, a: 2}":            "a in line 1 is a duplicate",
		"values:\n  a: |\n    1\n    2\n": "a has several lines, and a value has one",
	} {
		in(t, text)
		_, err := Resolve(Request{Dir: "."})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	in(t, "")
	_, err := Resolve(Request{Dir: ".", Getenv: func(name string) string { return map[string]string{"GHERKIND_VALUES": "a"}[name] }})
	if err == nil || !strings.Contains(err.Error(), `GHERKIND_VALUES=a: write NAME=VALUE, not "a"`) {
		t.Errorf("environment: %v", err)
	}
}
