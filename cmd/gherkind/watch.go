package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/gherkind/gherkind/internal/project"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/scenarios"
)

// watchProject runs what the settings say, and again what is saved.
func watchProject(ctx context.Context, p *project.Project, opts scenarios.Options, out io.Writer, again []string) error {
	switch {
	case len(p.Kubernetes) > 1:
		return &commandError{errors.New("--watch is for one version of Kubernetes: name it with --kubernetes")}
	case p.PauseOnFailure:
		return &commandError{errors.New("--watch goes on when a scenario has failed: leave --pause-on-failure out, or write --keep")}
	}
	err := scenarios.Watch(ctx, opts, &watchDisplay{ctx: ctx, project: p, again: again, out: out})
	if err == nil {
		return interruptedBy(ctx)
	}
	return err
}

// watchDisplay shows a watch in a terminal, and writes the reports of its last run.
type watchDisplay struct {
	ctx     context.Context //nolint:containedctx // it knows what to say when the program is ended at once
	project *project.Project
	again   []string
	out     io.Writer
}

func (d *watchDisplay) Round(o *scenarios.Options) (func() error, error) {
	writers, err := parseReports(speaking(d.ctx), d.project.Reports)
	if err != nil {
		return nil, err
	}
	terminal, err := show(d.ctx, o, writers, d.project.Quiet, false, d.again)
	if err != nil {
		return nil, err
	}
	return terminal.Close, nil
}

func (d *watchDisplay) Refused(err error) {
	fmt.Fprintln(os.Stderr, said(err.Error()))
	fmt.Fprintln(d.out, "watching; nothing runs before that is mended")
}

func (d *watchDisplay) Waiting(folders int) {
	fmt.Fprintf(d.out, "\nwatching %s: save a feature or a manifest, and what has changed is run; ^C ends\n", words.Times("folder", folders))
}
