package main

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
)

// goldenPackage is the package with which tests compare generated files: a package has generated files if its tests import it,
// directly or through a helper package.
const goldenPackage = "github.com/gherkind/gherkind/internal/goldenfile"

// scenariosPackage has features/README.md, and tests of the whole project.
const scenariosPackage = "github.com/gherkind/gherkind/scenarios"

// onlyThese are the tests of scenariosPackage about files of the repository; its other tests take long.
const onlyThese = "^(TestTheTableIsCurrent|TestPromisesNameTheirTests|TestTwinsCanBeRun)$"

// generate rewrites every generated file that needs no cluster: golden files, command line scripts, docs/codes.md, and the rows
// of features/README.md.
func generate(ctx context.Context, r *results, args []string) error {
	return r.golden(ctx, stage{name: "generate", env: []string{"GHERKIND_UPDATE=1"}}, args)
}

// stale fails for each generated file that is out of date. It writes nothing.
func stale(ctx context.Context, r *results, args []string) error {
	return r.golden(ctx, stage{name: "stale"}, args)
}

func (r *results) golden(ctx context.Context, s stage, args []string) error {
	packages, err := goldenPackages(ctx)
	if err != nil {
		return err
	}
	packages = slices.DeleteFunc(packages, func(p string) bool { return p == scenariosPackage })
	if err := r.goTest(ctx, s, slices.Concat([]string{"-short", "-count", "1"}, args, packages)); err != nil {
		return err
	}
	return r.goTest(ctx, s, slices.Concat([]string{"-short", "-count", "1", "-run", onlyThese}, args, []string{scenariosPackage}))
}

// goldenPackages returns the packages with generated files.
func goldenPackages(ctx context.Context) ([]string, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-f", "{{.ImportPath}} {{.Imports}} | {{.TestImports}} {{.XTestImports}}", "./...").Output()
	if err != nil {
		return nil, fmt.Errorf("list the packages: %w", err)
	}
	packages := importers(string(out))
	if len(packages) == 0 {
		return nil, fmt.Errorf("no test imports %s", goldenPackage)
	}
	return packages, nil
}

// importers returns the packages whose tests import goldenPackage, directly or through another package. Each line of list has a
// package with its imports and, after a bar, those of its tests.
func importers(list string) []string {
	own, tests := map[string][]string{}, map[string][]string{}
	for line := range strings.Lines(list) {
		before, after, _ := strings.Cut(line, "|")
		if words := wordsOf(before); len(words) > 0 {
			own[words[0]], tests[words[0]] = words[1:], wordsOf(after)
		}
	}
	golden := func(imported string) bool {
		return imported == goldenPackage || slices.Contains(own[imported], goldenPackage)
	}
	var packages []string
	for name, imported := range tests {
		if slices.ContainsFunc(imported, golden) {
			packages = append(packages, name)
		}
	}
	slices.Sort(packages)
	return packages
}

func wordsOf(list string) []string {
	return strings.FieldsFunc(list, func(c rune) bool { return strings.ContainsRune(" []\n", c) })
}
