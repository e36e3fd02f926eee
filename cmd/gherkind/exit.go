package main

import (
	"errors"

	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Exit codes, as documented in the README.
const (
	exitPassed      = 0
	exitFailed      = 1   // a scenario failed
	exitUsage       = 2   // the command line, a feature or a manifest is wrong
	exitEnvironment = 3   // the cluster or the host is at fault
	exitInterrupted = 130 // as shells report a program ended by ^C
)

// errFailed says that scenarios failed; the report has already said which.
var errFailed = errors.New("scenarios failed")

func exitCode(err error) int {
	var usage *scenarios.UsageError
	var option *cluster.OptionError
	var environment *cluster.EnvironmentError
	switch {
	case err == nil:
		return exitPassed
	case errors.Is(err, errFailed):
		return exitFailed
	case errors.As(err, &environment):
		return exitEnvironment
	case errors.As(err, &usage), errors.As(err, &option), errors.As(err, new(*commandError)):
		return exitUsage
	case errors.Is(err, errInterrupted):
		return exitInterrupted
	}
	return exitEnvironment
}
