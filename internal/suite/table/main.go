// Command table runs the features of this project, except slow ones, and writes features/README.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/gherkind/gherkind/internal/report/table"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/internal/suite/command"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
)

func main() {
	command.Main(func(ctx context.Context) error { return write(ctx, "features/README.md") })
}

// write runs the features and writes the page, which also shows the status of scenarios that did not pass.
func write(ctx context.Context, page string) error {
	screen := terminal.New(os.Stdout, terminal.OptionsFor(os.Stdout, os.Getenv))
	options := scenarios.Options{Tags: "not @slow", Listeners: []report.Listener{screen, table.New(page)}}
	options.Cluster.Progress = screen
	result, err := scenarios.Run(ctx, options)
	if err := errors.Join(err, screen.Close()); err != nil {
		return fmt.Errorf("run the features: %w", err)
	}
	if !result.Passed() {
		return fmt.Errorf("do not commit %s: %s", page, result.Counts())
	}
	return nil
}
