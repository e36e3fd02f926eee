// Command mutation mutates the manifests of this project's features, one change at a time, and writes the proportion of mutants
// that the scenarios noticed to features/README.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/gherkind/gherkind/internal/mutate/formats"
	"github.com/gherkind/gherkind/internal/report/table"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/internal/suite/command"
	"github.com/gherkind/gherkind/scenarios"
)

// Only the scenarios of the training notes are mutated. Those tagged @explain are about objects that are broken on purpose;
// those tagged @slow have the same manifests as others, with longer times.
const tags = "not @slow and not @explain"

func notes() []string {
	return []string{
		"features/cluster", "features/containers", "features/probes", "features/scheduling", "features/services", "features/startup", "features/states",
	}
}

// least is the score in percent below which the command fails.
const least = 95

// parallel is how many scenarios run in parallel: most of them wait for something that never happens.
const parallel = 12

func main() {
	command.Main(func(ctx context.Context) error { return write(ctx, "features/README.md") })
}

// write tries the mutants and writes the section of the page. Results are stored, so that an interrupted command continues
// where it stopped.
func write(ctx context.Context, page string) error {
	screen := terminal.OptionsFor(os.Stderr, os.Getenv)
	progress := terminal.NewProgress(os.Stderr, screen)
	options := scenarios.Options{Paths: notes(), Tags: tags, Parallel: parallel}
	options.Cluster.Progress = progress
	judge, err := judge(ctx, ".", judging)
	if err != nil {
		return err
	}
	result, err := scenarios.Mutate(ctx, options, scenarios.MutateOptions{
		Judge:    judge,
		Progress: func(p scenarios.MutationProgress) { progress.Renew(p.String()) },
	})
	progress.Close()
	if result != nil {
		err = errors.Join(err, formats.Terminal(os.Stdout, result, screen.Width)) // after an interrupt, the results so far
	}
	if err = errors.Join(err, ctx.Err()); err != nil {
		return fmt.Errorf("try the mutants: %w", err)
	}
	if err := table.PutMutation(page, result); err != nil {
		return err
	}
	if below, _ := result.Score.Below(least); below {
		return fmt.Errorf("fewer than %d %% of the mutants are sure to be noticed: %s", least, result.Score)
	}
	return nil
}
