package gherkin_test

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/gherkin"
)

// all loads and lints as gherkind does before a run.
func all(t *testing.T, fsys fs.FS, paths ...string) gherkin.Problems {
	t.Helper()
	features, err := gherkin.Load(fsys, paths)
	problems, ok := errors.AsType[gherkin.Problems](err)
	if err != nil && !ok {
		t.Fatal(err)
	}
	return append(problems, lint(features, toys(t), fsys)...)
}

func TestLintGood(t *testing.T) {
	if problems := all(t, testdata(), "good"); len(problems) > 0 {
		t.Error(problems)
	}
}

// Every bad feature has a golden file, so that the messages are seen in review.
func TestLintBad(t *testing.T) {
	files, err := fs.Glob(testdata(), "bad/*.feature")
	if err != nil {
		t.Fatal(err)
	}
	for _, uri := range append(files, "bad/deep/empty.feature", "bad/deep/noscenarios.feature") {
		t.Run(uri, func(t *testing.T) {
			problems := all(t, testdata(), uri)
			if len(problems) == 0 {
				t.Fatal("nothing was found")
			}
			golden(t, strings.TrimSuffix(path.Base(uri), ".feature")+".txt", problems.Error()+"\n")
		})
	}
}

func TestProblemsAreSortedAndComplete(t *testing.T) {
	_, err := gherkin.Load(testdata(), []string{"nowhere", "bad/syntax.feature", "bad/unclosed.feature", "bad/feture.feature", "good"})
	problems, ok := errors.AsType[gherkin.Problems](err)
	if !ok {
		t.Fatal(err)
	}
	var files []string
	for _, p := range problems {
		files = append(files, p.URI)
	}
	want := []string{"bad/feture.feature", "bad/syntax.feature", "bad/unclosed.feature", "nowhere"}
	if !slices.IsSorted(files) || !slices.Equal(slices.Compact(files), want) {
		t.Errorf("got %q", files)
	}
}

// A wrong scenario must not prevent another from running.
func TestLintLooksAtTheSelectionOnly(t *testing.T) {
	if problems := all(t, testdata(), "bad/structure.feature:3"); len(problems) > 0 {
		t.Error(problems)
	}
	problems := all(t, testdata(), "bad/structure.feature:8")
	if len(problems) != 1 || problems[0].Line != 8 {
		t.Error(problems)
	}
}

// big is 500 scenarios of six steps in 25 files.
func big() fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := range 25 {
		var b strings.Builder
		fmt.Fprintf(&b, "Feature: number %d\n", i)
		for j := range 20 {
			fmt.Fprintf(&b, "\n  Scenario: number %d\n    Given it passes\n", j)
			for k := range 5 {
				fmt.Fprintf(&b, "    And pod \"p-%d-%d-%d\" is Running within 30s\n", i, j, k)
			}
		}
		fsys[fmt.Sprintf("f%02d.feature", i)] = &fstest.MapFile{Data: []byte(b.String())}
	}
	return fsys
}

func BenchmarkLoadAndLint500(b *testing.B) {
	fsys, c := big(), toys(b)
	for b.Loop() {
		features, err := gherkin.Load(fsys, []string{"."})
		if err != nil {
			b.Fatal(err)
		}
		if problems := lint(features, c, fsys); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}
