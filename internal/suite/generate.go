package main

import (
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
)

// goldenPackage is the package by which tests compare generated files: a package whose tests import it has some.
const goldenPackage = "github.com/gherkind/gherkind/internal/goldenfile"

// staleOnly are the tests of files that only make table and make prove can generate, as these need a cluster.
const staleOnly = "^(TestTheTableIsCurrent|TestPromisesNameTheirTests|TestTwinsCanBeRun)$"

// generate writes every generated file anew that needs no cluster: golden files, scripts of the command line, docs/codes.md.
func generate(ctx context.Context, r *results, args []string) error {
	return r.golden(ctx, stage{name: "generate", env: []string{"GHERKIND_UPDATE=1"}}, args)
}

// stale fails for each generated file that is not what the code generates. It writes nothing.
func stale(ctx context.Context, r *results, args []string) error {
	if err := r.golden(ctx, stage{name: "stale"}, args); err != nil {
		return err
	}
	return r.goTest(ctx, stage{name: "stale"}, slices.Concat([]string{"-short", "-count", "1", "-run", staleOnly}, args, []string{"./scenarios"}))
}

func (r *results) golden(ctx context.Context, s stage, args []string) error {
	packages, err := goldenPackages(ctx)
	if err != nil {
		return err
	}
	return r.goTest(ctx, s, slices.Concat([]string{"-short", "-count", "1"}, args, packages))
}

// goldenPackages are the packages with generated files.
func goldenPackages(ctx context.Context) ([]string, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-f", "{{.ImportPath}} {{.TestImports}} {{.XTestImports}}", "./...").Output()
	if err != nil {
		return nil, fmt.Errorf("list the packages: %w", err)
	}
	packages := importers(string(out))
	if len(packages) == 0 {
		return nil, fmt.Errorf("no test imports %s", goldenPackage)
	}
	return packages, nil
}

// importers are the packages of a list, one a line with what its tests import, that import goldenPackage.
func importers(list string) []string {
	var packages []string
	for line := range strings.Lines(list) {
		words := strings.FieldsFunc(line, func(c rune) bool { return strings.ContainsRune(" []\n", c) })
		if len(words) > 1 && slices.Contains(words[1:], goldenPackage) {
			packages = append(packages, words[0])
		}
	}
	return packages
}
