// Command versions runs features of this project on each version of Kubernetes that can be built from its sources, and writes
// docs/versions.md:
//
//	go run ./internal/suite/versions [TAGS]
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/report/table"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/internal/suite/command"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

func main() {
	tags := "not @slow"
	if len(os.Args) > 1 {
		tags = os.Args[1]
	}
	command.Main(func(ctx context.Context) error { return write(ctx, tags, "docs/versions.md") })
}

// versions returns the default version, and those that have a modules file next to its go.mod.
func versions() ([]string, error) {
	files, err := filepath.Glob("kind-config/node-image/v*.mod")
	if err != nil || len(files) == 0 {
		return nil, errors.Join(errors.New("there is no kind-config/node-image/v*.mod: run this in the folder of the project"), err)
	}
	all := []string{cluster.DefaultKubernetes()}
	for _, file := range files {
		all = append(all, strings.TrimSuffix(filepath.Base(file), ".mod"))
	}
	slices.Sort(all)
	return all, nil
}

// write runs the features on each version and writes the page, which also shows the status of scenarios that did not pass.
func write(ctx context.Context, tags, page string) error {
	all, err := versions()
	if err != nil {
		return err
	}
	runs, err := scenarios.RunVersions(ctx, scenarios.Options{Tags: tags}, all, show)
	if err != nil {
		return fmt.Errorf("run the features on each version: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("do not write %s: %w", page, err)
	}
	if err := table.PutVersions(page, runs); err != nil {
		return err
	}
	var failed []error
	for _, r := range runs {
		if r.Err != nil || !r.Run.Passed() {
			failed = append(failed, fmt.Errorf("do not commit %s: not all scenarios passed on Kubernetes %s", page, r.Kubernetes))
		}
	}
	return errors.Join(failed...)
}

// show prints the run of a version while it runs.
func show(o *scenarios.Options) (func() error, error) {
	screen := terminal.New(os.Stdout, terminal.OptionsFor(os.Stdout, os.Getenv))
	o.Listeners, o.Cluster.Progress = []report.Listener{screen}, screen
	return screen.Close, nil
}
