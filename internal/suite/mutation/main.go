// Command mutation breaks the manifests of this project's features, one change at a time, and writes into features/README.md which
// part of the changes the scenarios noticed.
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

// What is mutated: the scenarios of the training notes. Those tagged @explain are about objects that are broken on purpose; those
// tagged @slow have the same manifests as others, with longer times.
const tags = "not @slow and not @explain"

func notes() []string {
	return []string{
		"features/cluster", "features/containers", "features/probes", "features/scheduling", "features/services", "features/startup", "features/states",
	}
}

// least is the score in percent below which the command fails.
const least = 95

// parallel is how many scenarios run at a time: most of them wait for what does not come.
const parallel = 12

func main() {
	command.Main(func(ctx context.Context) error { return write(ctx, "features/README.md") })
}

// write tries the mutants and writes the section of the page. What is known of a mutant is kept, so that after an interrupt it goes
// on where it was.
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
		err = errors.Join(err, formats.Terminal(os.Stdout, result, screen.Width)) // after an interrupt, what is known by then
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
