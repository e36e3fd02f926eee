package gherkin_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cucumber/godog"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/steps/step"
)

func TestLoad(t *testing.T) {
	features := load(t, "good")
	var names []string
	for _, f := range features {
		names = append(names, f.URI+" "+f.Language+" "+f.Name)
	}
	want := []string{"good/chinese.feature zh-CN 中文", "good/outline.feature en Outlines", "good/windows.feature en Windows"}
	if !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
	if bytes.HasPrefix(features[2].Source, []byte("\ufeff")) {
		t.Error("the byte order mark is still there")
	}
	if again := load(t, "./good", "good/chinese.feature", "good/chinese.feature:3"); !slices.Equal(ids(again), ids(features)) {
		t.Errorf("a file that is asked for twice is loaded twice: %q", ids(again))
	}
}

func TestPickles(t *testing.T) {
	features, err := gherkin.Load(testdata(), []string{"good/outline.feature"})
	if err != nil {
		t.Fatal(err)
	}
	pickles := features[0].Pickles
	var got []string
	for _, p := range pickles {
		got = append(got, fmt.Sprintf("%s|%s|%s|%s", p.ID, p.Rule, p.Name, strings.Join(p.Tags, " ")))
	}
	want := []string{
		"good/outline.feature:10:15||status of a|@pods @slow",
		"good/outline.feature:10:16||status of b|@pods @slow",
		"good/outline.feature:10:21||status of c|@pods @slow @wip",
		"good/outline.feature:23:28||the same name #1|@pods",
		"good/outline.feature:23:29||the same name #2|@pods",
		"good/outline.feature:31||with a doc string|@pods",
		"good/outline.feature:46|a rule|inside|@pods @slow @fast",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if p := pickles[1]; p.Line != 16 || p.ScenarioLine != 10 {
		t.Errorf("row: line %d, scenario line %d", p.Line, p.ScenarioLine)
	}
	steps := []gherkin.Step{
		{Keyword: "Given", Role: step.RoleGiven, Text: "it passes", Line: 6},
		{Keyword: "When", Role: step.RoleWhen, Text: "I apply:", Line: 32, Argument: step.Argument{
			DocString: &step.DocString{MediaType: "yaml", Text: "kind: Pod", Line: 33},
		}},
		{Keyword: "And", Role: step.RoleWhen, Text: `I apply the file "objects/pod.yaml"`, Line: 36},
		{Keyword: "Then", Role: step.RoleThen, Text: "the table is:", Line: 37, Argument: step.Argument{
			Table: &step.Table{Rows: [][]string{{"a", "b"}, {"1", "|"}}},
		}},
	}
	if !reflect.DeepEqual(pickles[5].Steps, steps) {
		t.Errorf("got:  %+v\nwant: %+v", pickles[5].Steps, steps)
	}
	if got := pickles[5].Steps[3].Argument.String(); got != "| a | b  |\n| 1 | \\| |" {
		t.Errorf("the table reads\n%s", got)
	}
	if got := len(pickles[6].Steps); got != 3 {
		t.Errorf("%d steps, want those of both backgrounds and one more", got)
	}
}

// godog must create the same pickles from the path that Execute passes, otherwise the wrong row would be skipped.
func TestPickleIDsAreThoseOfGodog(t *testing.T) {
	for _, p := range load(t, "good/outline.feature", "good/chinese.feature")[0].Pickles {
		suite := godog.TestSuite{Options: &godog.Options{
			FS: testdata(), Paths: []string{fmt.Sprintf("%s:%d", p.URI, p.ScenarioLine)},
		}}
		features, err := suite.RetrieveFeatures()
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, g := range features[0].Pickles {
			found = found || g.Id == p.Godog.Id && reflect.DeepEqual(g.Steps, p.Godog.Steps)
		}
		if !found {
			t.Errorf("%s: godog has no pickle %s", p.ID, p.Godog.Id)
		}
	}
}

func TestLoadLines(t *testing.T) {
	const f = "good/outline.feature"
	all := ids(load(t, f))
	pick := func(indices ...int) []string {
		var out []string
		for _, i := range indices {
			out = append(out, all[i])
		}
		return out
	}
	for _, tc := range []struct {
		paths []string
		want  []string
	}{
		{[]string{f + ":1"}, all},
		{[]string{f + ":3"}, all},
		{[]string{f + ":6"}, all},
		{[]string{f + ":9"}, pick(0, 1, 2)},
		{[]string{f + ":10"}, pick(0, 1, 2)},
		{[]string{f + ":11"}, pick(0, 1, 2)},
		{[]string{f + ":13"}, pick(0, 1)},
		{[]string{f + ":14"}, pick(0, 1)},
		{[]string{f + ":15"}, pick(0)},
		{[]string{f + ":16"}, pick(1)},
		{[]string{f + ":17"}, pick(0, 1)},
		{[]string{f + ":18"}, pick(2)},
		{[]string{f + ":21"}, pick(2)},
		{[]string{f + ":34"}, pick(5)},
		{[]string{f + ":41"}, pick(6)},
		{[]string{f + ":43"}, pick(6)},
		{[]string{f + ":45"}, pick(6)},
		{[]string{f + ":47"}, pick(6)},
		{[]string{f + ":10:16"}, pick(1)},
		{[]string{f + ":15:31"}, pick(0, 5)},
		{[]string{f + ":15", f + ":31"}, pick(0, 5)},
		{[]string{f + ":31", f + ":15"}, pick(0, 5)},
		{[]string{f + ":31", f}, all},
	} {
		if got := ids(load(t, tc.paths...)); !slices.Equal(got, tc.want) {
			t.Errorf("%q selects %q, want %q", tc.paths, got, tc.want)
		}
	}
	for _, id := range all {
		if got := ids(load(t, id)); !slices.Equal(got, []string{id}) {
			t.Errorf("the id %s selects %q", id, got)
		}
	}
}

func TestLoadBadPaths(t *testing.T) {
	for _, tc := range []struct{ path, want string }{
		{"good/outlin.feature", "good/outlin.feature: there is no such file or folder\n    did you mean: good/outline.feature"},
		{"outline.feature", "outline.feature: there is no such file or folder\n    did you mean: good/outline.feature"},
		{"unicorns", "unicorns: there is no such file or folder"},
		{"empty", "empty: there is no .feature file in this folder"},
		{"good:3", "good:3: a line can be asked for in a file, not in a folder"},
		{"good/notes.txt", "good/notes.txt: is not a feature: its name must end in .feature"},
		{"../x.feature", "../x.feature: the path must be inside the folder that holds the features"},
		{"good/chinese.feature:6", "good/chinese.feature: there is no line 6: the file has the lines 1 to 5"},
		{"good/chinese.feature:0", "good/chinese.feature: there is no line 0: the file has the lines 1 to 5"},
	} {
		_, err := gherkin.Load(testdata(), []string{tc.path})
		if err == nil || err.Error() != tc.want {
			t.Errorf("%s: got:  %v\nwant: %s", tc.path, err, tc.want)
		}
	}
	_, err := gherkin.Load(testdata(), nil)
	if _, ok := errors.AsType[*gherkin.NothingSelectedError](err); !ok {
		t.Errorf("no path: got %v", err)
	}
}

// Texts on which godog's parser panics or hangs must not reach it.
func TestLoadMonsters(t *testing.T) {
	long := "Feature: x\n  Scenario: y\n    Given " + strings.Repeat("z", 70_000) + "\n"
	for name, data := range map[string]string{
		"the line is 70011 bytes long": long,
		"the file has no feature":      "",
		"the file is not UTF-8 text":   "\xff\xfeF\x00",
	} {
		fsys := fstest.MapFS{"x.feature": {Data: []byte(data)}}
		_, err := gherkin.Load(fsys, []string{"x.feature"})
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want … %s …", err, name)
		}
	}
}

func FuzzLoad(f *testing.F) {
	for _, uri := range []string{"good", "bad"} {
		features, err := gherkin.Load(testdata(), []string{uri})
		_ = err
		for _, x := range features {
			f.Add(x.Source)
		}
	}
	f.Add([]byte("# language: zh-TW\n功能: a\n  場景大綱: b\n    當 c\n    例子:\n    | d |\n"))
	c := toys(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		fsys := fstest.MapFS{"x.feature": {Data: data}}
		features, err := gherkin.Load(fsys, []string{"x.feature"})
		if err != nil {
			if err.Error() == "" {
				t.Error("an empty error")
			}
			return
		}
		lint(features, c, fsys)
		for _, p := range features[0].Pickles {
			got, err := gherkin.Load(fsys, []string{p.ID})
			if err != nil || len(got[0].Pickles) != 1 || got[0].Pickles[0].ID != p.ID {
				t.Errorf("the id %s selects %v, %v", p.ID, ids(got), err)
			}
		}
	})
}
