package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/gherkind/gherkind/internal/project"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios"
)

// watchProject runs what the settings select, and reruns what changes when files are saved.
func watchProject(ctx context.Context, p *project.Project, opts scenarios.Options, out io.Writer, again []string) error {
	switch {
	case len(p.Kubernetes) > 1:
		return &commandError{errors.New("--watch runs on one version of Kubernetes: select it with --kubernetes")}
	case p.PauseOnFailure:
		return &commandError{errors.New("--watch continues when a scenario has failed: remove --pause-on-failure, or use --keep")}
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
	fmt.Fprintln(os.Stderr, said(speaking(d.ctx), err.Error()))
	fmt.Fprintln(d.out, speaking(d.ctx).Sayf("watching; nothing runs until this is fixed"))
}

func (d *watchDisplay) Waiting(folders int) {
	fmt.Fprintf(d.out, "\n%s\n", speaking(d.ctx).Sayf("watching %s: save a feature or a manifest to run what has changed; ^C ends", say.Times("folder", folders)))
}
