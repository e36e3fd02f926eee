// Package cli is the command line of gherkind: one file per verb. It parses flags and prints; what a verb does is in other packages.
package cli

import (
	"context"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"

	"github.com/gherkind/gherkind/steps/step"
)

// Main executes one command line, with the step definitions of a project, and returns the exit code. Signals end it.
func Main(own []step.Group, args []string) int {
	klog.SetLogger(logr.Discard()) // client-go would log what the returned errors contain, too
	ctx, stop := interruptible(withOwn(context.Background(), own))
	defer stop()
	return run(ctx, args)
}
