package main

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
)

// goldenPackage is the package by which tests compare generated files: a package whose tests import it, or
// a package of helpers that does, has some.
const goldenPackage = "github.com/gherkind/gherkind/internal/goldenfile"

// scenariosPackage has features/README.md, and tests of the whole project.
const scenariosPackage = "github.com/gherkind/gherkind/scenarios"

// onlyThese are the tests of scenariosPackage that are about files of the repository; its others take long.
const onlyThese = "^(TestTheTableIsCurrent|TestPromisesNameTheirTests|TestTwinsCanBeRun)$"

// generate writes every generated file again that needs no cluster: golden files, scripts of the command line,
// docs/codes.md, and the rows of features/README.md.
func generate(ctx context.Context, r *results, args []string) error {
	return r.golden(ctx, stage{name: "generate", env: []string{"GHERKIND_UPDATE=1"}}, args)
}

// stale fails for each generated file that is not what the code generates. It writes nothing.
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

// goldenPackages are the packages with generated files.
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

// importers are the packages of a list, one per line with what they and, behind a bar, their tests import, whose tests import
// goldenPackage, or a package that does.
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
