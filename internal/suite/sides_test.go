package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSides(t *testing.T) {
	var packages []string
	for _, name := range []string{"internal/cli", "internal/runlock", "internal/report/html", "scenarios", "scenarios/cluster"} {
		packages = append(packages, "github.com/gherkind/gherkind/"+name)
	}
	beside, alone := sides(packages)
	var names []string
	for _, pkg := range append(append(beside, "|"), alone...) {
		names = append(names, short(pkg))
	}
	if got, want := fmt.Sprint(names), "[scenarios internal/cli internal/report/html scenarios/cluster | internal/runlock]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestSidesAreOfPackages: a package that was renamed would silently run in parallel.
func TestSidesAreOfPackages(t *testing.T) {
	for _, pkg := range append(append([]string{}, aloneOnTheCluster...), longest...) {
		if files, err := filepath.Glob(filepath.Join("../..", pkg, "*_test.go")); err != nil || len(files) == 0 {
			t.Errorf("%s has no tests: %v", pkg, err)
		}
	}
}

// TestLabel: if packages run in parallel, each test is shown with its package.
func TestLabel(t *testing.T) {
	dir := toysWith(t, nil)
	var out strings.Builder
	r := newResults(&out)
	if err := r.goTest(t.Context(), stage{name: "live", dir: dir, shown: true, beside: true, env: os.Environ()}, []string{"./live"}); err != nil {
		t.Fatal(err)
	}
	mustHave(t, out.String(), "begins: toys/live: TestLive", "pass: toys/live: TestLive/part")
}
