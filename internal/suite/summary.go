package main

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
)

// slowest is how many tests the summary names.
const slowest = 10

// quick is the duration in seconds up to which a package is not listed.
const quick = 1

// summary shows the durations, and what failed.
func (r *results) summary() {
	fmt.Fprintln(r.out, "\npackages by their time (those below a second are left out):")
	bySeconds := func(a, b outcome) int { return cmp.Compare(b.seconds, a.seconds) }
	packages := slices.Clone(r.packages)
	slices.SortStableFunc(packages, bySeconds)
	for _, o := range packages {
		if o.seconds >= quick {
			fmt.Fprintf(r.out, "%7.1fs  %-5s  %s\n", o.seconds, o.stage, short(o.pkg))
		}
	}
	fmt.Fprintf(r.out, "the %d slowest tests:\n", slowest)
	tests := slices.DeleteFunc(slices.Clone(r.tests), func(o outcome) bool { return r.parents[o.testID] })
	slices.SortStableFunc(tests, bySeconds)
	for _, o := range tests[:min(slowest, len(tests))] {
		fmt.Fprintf(r.out, "%7.1fs  %-5s  %s: %s\n", o.seconds, o.stage, short(o.pkg), o.test)
	}
	if len(r.notes) > 0 {
		fmt.Fprintf(r.out, "run live, because no recording decides; make prove records again:\n         %s\n", strings.Join(r.notes, "\n         "))
	}
	r.verdict()
}

// verdict ends the output, like that of go test.
func (r *results) verdict() {
	counts := map[string]int{}
	for _, o := range r.tests {
		counts[o.action]++
	}
	fmt.Fprintf(r.out, "%d tests passed, %d failed, %d skipped\n", counts["pass"], counts["fail"], counts["skip"])
	if !r.bad {
		return
	}
	for _, o := range r.tests {
		if o.action == "fail" && !r.parents[o.testID] {
			fmt.Fprintf(r.out, "failed: %s: %s\n", short(o.pkg), o.test)
		}
	}
	for _, o := range r.packages {
		if o.action == "fail" && !slices.ContainsFunc(r.tests, func(t outcome) bool { return t.pkg == o.pkg && t.action == "fail" }) {
			fmt.Fprintf(r.out, "failed: %s: see its output above\n", short(o.pkg))
		}
	}
	fmt.Fprintln(r.out, "FAIL")
}

// short returns a package without the module's name.
func short(pkg string) string {
	const module = "github.com/gherkind/"
	if pkg == "" {
		return "."
	}
	return path.Clean(strings.TrimPrefix(strings.TrimPrefix(pkg, module), "gherkind/"))
}
