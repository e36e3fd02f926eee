package gherkin_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/gherkin"
)

func TestFilter(t *testing.T) {
	for _, tc := range []struct {
		expr, tags string
		want       bool
	}{
		{"", "", true},
		{" ", "@a", true},
		{"@a", "@a @b", true},
		{"@a", "@b", false},
		{"not @a", "@b", true},
		{"not @a", "@a", false},
		{"@a and not @b", "@a", true},
		{"@a and not @b", "@a @b", false},
		{"@a or @b and @c", "@a", true},
		{"(@a or @b) and @c", "@a", false},
		{"not(@a or @b)", "@c", true},
		{"@node:worker2", "@node:worker2", true},
	} {
		keep, err := gherkin.Filter(tc.expr)
		if err != nil {
			t.Errorf("%q: %v", tc.expr, err)
			continue
		}
		if got := keep(strings.Fields(tc.tags)); got != tc.want {
			t.Errorf("%q on %q is %t", tc.expr, tc.tags, got)
		}
	}
}

func TestFilterErrors(t *testing.T) {
	for _, tc := range []struct{ expr, want string }{
		{"~@slow", `~, !, &&, || and commas are not part of a tag expression; did you mean: not @slow`},
		{"@a && ~@b,@c", `~, !, &&, || and commas are not part of a tag expression; did you mean: @a and (not @b or @c)`},
		{"@a,@b", `~, !, &&, || and commas are not part of a tag expression; did you mean: @a or @b`},
		{"@a || !@b", `~, !, &&, || and commas are not part of a tag expression; did you mean: @a or not @b`},
		{"@a,", `~, !, &&, || and commas are not part of a tag expression; did you mean: @a`},
		{"slow", `"slow" is neither a tag nor one of: and, or, not; tags begin with @, as in @slow`},
		{"@a & @b", `"&" is neither a tag nor one of: and, or, not; tags begin with @, as in @slow`},
		{"@", `"@" is neither a tag nor one of: and, or, not; tags begin with @, as in @slow`},
		{"NOT @a", `NOT must be in lower case; write not`},
		{"@a @b", `there is nothing between @a and @b; write: @a and @b, or: @a or @b`},
		{"@a and", `nothing follows "and"; add a tag, or remove it`},
		{"not", `nothing follows "not"; add a tag, or remove it`},
		{"and @a", `a tag is missing; write it as in: @a and not (@b or @c)`},
		{"@a or or @b", `a tag is missing; write it as in: @a and not (@b or @c)`},
		{"@a not @b", `and, or is missing between two parts; write it as in: @a and not (@b or @c)`},
		{"(@a", `a ( is never closed; write it as in: @a and not (@b or @c)`},
		{"@a)", `a ) closes nothing; write it as in: @a and not (@b or @c)`},
		{"()", `a tag is missing; write it as in: @a and not (@b or @c)`},
		{"(not) @a", `a tag is missing; write it as in: @a and not (@b or @c)`},
		{`@a\b`, `Illegal escape before "b".; write it as in: @a and not (@b or @c)`},
	} {
		_, err := gherkin.Filter(tc.expr)
		want := `tag expression "` + strings.ReplaceAll(tc.expr, `\`, `\\`) + `": ` + tc.want
		if err == nil || err.Error() != want {
			t.Errorf("%s\ngot:  %v\nwant: %s", tc.expr, err, want)
		}
	}
}

func FuzzFilter(f *testing.F) {
	for _, seed := range []string{"@a and not (@b or @c)", "~@a", "not", "(", `@a\ b`, "@a and (not) or"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		keep, err := gherkin.Filter(expr)
		if err != nil {
			if _, ok := errors.AsType[*gherkin.TagError](err); !ok {
				t.Errorf("not a TagError: %v", err)
			}
			return
		}
		keep([]string{"@a", "@b"})
	})
}

func TestSelect(t *testing.T) {
	features := load(t, "good")
	for expr, want := range map[string]int{"": 9, "@slow": 4, "@slow and not @wip": 3, "not @pods": 2, "@fast or @wip": 2} {
		pickles, err := gherkin.Select(features, expr)
		if err != nil || len(pickles) != want {
			t.Errorf("%q selects %d, %v; want %d", expr, len(pickles), err, want)
		}
	}
	if _, err := gherkin.Select(features, "not @exclusive", "@exclusive"); err != nil {
		t.Errorf("a known tag: %v", err)
	}
}

func TestSelectErrors(t *testing.T) {
	features := load(t, "good")
	for _, tc := range []struct {
		features []*gherkin.Feature
		tags     string
		known    []string
		want     string
	}{
		{features, "not @slwo", nil, `tag expression "not @slwo": no scenario has the tag @slwo; did you mean: @slow`},
		{features, "@unicorn", nil, `tag expression "@unicorn": no scenario has the tag @unicorn; there are: @fast, @pods, @slow, @wip`},
		{features, "@exclusiv", []string{"@exclusive"}, `tag expression "@exclusiv": no scenario has the tag @exclusiv; did you mean: @exclusive`},
		{features, "(@a", nil, `tag expression "(@a": a ( is never closed; write it as in: @a and not (@b or @c)`},
		{
			features, "@fast and @wip", nil,
			`nothing to run: "@fast and @wip" selects none of 9 scenarios; their tags are @fast (1), @pods (7), @slow (4), @wip (1)`,
		},
		{nil, "", nil, `nothing to run: no feature is named; give files, folders, or file:line`},
		{
			load(t, "bad/structure.feature:13"), "", nil,
			`nothing to run: no scenario is in the requested lines of 1 feature; use the line of a scenario, or the whole file`,
		},
		{
			load(t, "good/chinese.feature"), "@x", []string{"@x"},
			`nothing to run: "@x" selects none of 1 scenario, which have no tags at all`,
		},
	} {
		_, err := gherkin.Select(tc.features, tc.tags, tc.known...)
		if err == nil || err.Error() != tc.want {
			t.Errorf("%q\ngot:  %v\nwant: %s", tc.tags, err, tc.want)
		}
	}
}
