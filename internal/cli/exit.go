package cli

import (
	"context"
	"errors"
	"syscall"

	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Exit codes, as documented in the README.
const (
	exitPassed      = 0
	exitFailed      = 1   // a scenario failed: the behaviour is not as described
	exitUsage       = 2   // the command line, a feature or a manifest is invalid
	exitEnvironment = 3   // the cluster or the host is at fault, and no behaviour failed
	exitSignal      = 128 // plus the number of the signal that interrupted it, as in shells
	exitInterrupted = exitSignal + int(syscall.SIGINT)
)

// errFailed means that scenarios failed, which the report has already shown.
var errFailed = errors.New("scenarios failed")

// errInfrastructure means that only the host or the cluster was at fault, which the report has already shown.
var errInfrastructure = errors.New("only the host or the cluster was at fault: this run says nothing about the behaviour")

// ended returns the error of a run or a replay.
func ended(ctx context.Context, r *report.Run, err error) error {
	switch {
	case err != nil:
		return err
	case ctx.Err() != nil:
		return interruptedBy(ctx)
	}
	return outcome(r)
}

// outcome returns the error of a finished run.
func outcome(r *report.Run) error {
	switch {
	case r.Passed():
		return nil
	case r.Infrastructure():
		return errInfrastructure
	}
	return errFailed
}

func exitCode(err error) int {
	var usage *scenarios.UsageError
	var option *cluster.OptionError
	var environment *cluster.EnvironmentError
	var by *interruption
	switch {
	case err == nil:
		return exitPassed
	case errors.Is(err, errFailed):
		return exitFailed
	case errors.As(err, &by):
		return codeOf(by.signal)
	case errors.Is(err, errInterrupted):
		return exitInterrupted
	case errors.As(err, &environment):
		return exitEnvironment
	case errors.As(err, &usage), errors.As(err, &option), errors.As(err, new(*commandError)):
		return exitUsage
	}
	return exitEnvironment
}
