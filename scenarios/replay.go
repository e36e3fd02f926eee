package scenarios

import (
	"context"

	"github.com/gherkind/gherkind/internal/replay"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/step"
)

// ReplayOptions select what to replay.
type ReplayOptions struct {
	// Bundle is the file of a failed scenario.
	Bundle string
	// Feature is a file whose text replaces the feature in the bundle; empty for none.
	Feature string
	// Steps are the step definitions of the project whose scenario was recorded, as in Options.
	Steps []step.Group
	// Listeners are notified of everything that happens, as by Run.
	Listeners []report.Listener
	// Lacked, if set, is called for each unchanged check that keeps its recorded outcome because the recording lacks what is
	// needed to evaluate it again.
	Lacked func(check *report.Step, lacks string)
	// Version names the tool in reports.
	Version string
}

// Replay evaluates the checks of a recorded scenario again, without a cluster. Actions
// keep their recorded outcome; checks see what was observed then, at the recorded
// times. A check that needs more than was recorded is Pending: it neither passes nor
// fails. The error is a [*UsageError] when the bundle or the
// feature cannot be used.
func Replay(ctx context.Context, o ReplayOptions) (*report.Run, error) {
	catalogue, err := catalogueOf(o.Steps)
	if err != nil {
		return nil, &UsageError{Err: err}
	}
	return replay.Run(ctx, replay.Options{
		Bundle: o.Bundle, Feature: o.Feature, Catalogue: catalogue, Listeners: o.Listeners, Lacked: o.Lacked, Version: o.Version,
	})
}
