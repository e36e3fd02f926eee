package main

import (
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// results are the results of all tests so far.
type results struct {
	out      io.Writer
	said     map[testID]*strings.Builder // output of running tests
	tests    []outcome
	parents  map[testID]bool // tests that have subtests
	packages []outcome
	notes    []string // attributes named live
	bad      bool
}

type testID struct{ pkg, test string }

// outcome is the result of a test or a package.
type outcome struct {
	testID
	stage   string
	action  string
	seconds float64
}

func newResults(out io.Writer) *results {
	return &results{out: out, said: map[testID]*strings.Builder{}, parents: map[testID]bool{}}
}

// take records an event, and shows what is to be displayed.
func (r *results) take(s stage, e event) {
	id := testID{e.Package, e.Test}
	switch e.Action {
	case "output":
		if e.Test == "" {
			r.packageSays(e.Output)
		} else if !frame.MatchString(e.Output) {
			r.saidBy(id).WriteString(e.Output)
		}
	case "build-output":
		fmt.Fprint(r.out, e.Output)
	case "attr":
		if e.Key == "live" {
			r.notes = append(r.notes, e.Value)
			fmt.Fprintf(r.out, "         live: %s\n", e.Value)
		}
	case "run":
		if parent, _, sub := cutLast(e.Test); sub {
			r.parents[testID{e.Package, parent}] = true
		} else if s.shown {
			fmt.Fprintf(r.out, "         begins: %s\n", s.label(id))
		}
	case "pass", "fail", "skip":
		r.ended(s, id, e)
	}
}

// frame matches the lines of go test around the output of a test.
var frame = regexp.MustCompile(`^=== (RUN|PAUSE|CONT|NAME|ATTR) `)

func (r *results) saidBy(id testID) *strings.Builder {
	if r.said[id] == nil {
		r.said[id] = &strings.Builder{}
	}
	return r.said[id]
}

// packageSays shows the output of a package itself: its summary line, and output that belongs to no test.
func (r *results) packageSays(text string) {
	if text != "PASS\n" && text != "testing: warning: no tests to run\n" {
		fmt.Fprint(r.out, text)
	}
}

func (r *results) ended(s stage, id testID, e event) {
	o := outcome{id, s.name, e.Action, e.Elapsed}
	if e.Action == "fail" {
		r.bad = true
	}
	if id.test == "" {
		r.packages = append(r.packages, o)
		if e.Action == "fail" {
			r.unfinished(id.pkg)
		}
		return
	}
	r.tests = append(r.tests, o)
	if e.Action == "fail" {
		fmt.Fprint(r.out, r.saidBy(id).String())
	} else if s.shown && strings.Count(id.test, "/") < 2 {
		fmt.Fprintf(r.out, "%7.1fs %s: %s\n", e.Elapsed, e.Action, s.label(id))
	}
	delete(r.said, id)
}

// unfinished shows the output of tests that did not finish, because of a panic or a timeout.
func (r *results) unfinished(pkg string) {
	ids := slices.SortedFunc(maps.Keys(r.said), func(a, b testID) int { return strings.Compare(a.test, b.test) })
	for _, id := range ids {
		if id.pkg == pkg {
			fmt.Fprint(r.out, r.said[id].String())
			delete(r.said, id)
		}
	}
}

// leftOut returns the skipped tests, and their packages: with -short, those that need more time or a cluster.
func (r *results) leftOut() (packages []string, names string) {
	var tests []string
	for _, o := range r.tests {
		if o.action != "skip" || strings.Contains(o.test, "/") {
			continue
		}
		if !slices.Contains(packages, o.pkg) {
			packages = append(packages, o.pkg)
		}
		if !slices.Contains(tests, o.test) {
			tests = append(tests, o.test)
		}
	}
	slices.Sort(packages)
	return packages, "^(" + strings.Join(tests, "|") + ")$"
}

func cutLast(test string) (parent, name string, sub bool) {
	i := strings.LastIndex(test, "/")
	if i < 0 {
		return "", test, false
	}
	return test[:i], test[i+1:], true
}
