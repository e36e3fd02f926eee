package scenarios

import (
	"context"

	"github.com/gherkind/gherkind/internal/replay"
	"github.com/gherkind/gherkind/scenarios/report"
)

// ReplayOptions say what to replay.
type ReplayOptions struct {
	// Bundle is the file of a failed scenario.
	Bundle string
	// Feature is a file whose text stands in for the one in the bundle; empty for none.
	Feature string
	// Listeners are told of everything that happens, as by Run.
	Listeners []report.Listener
	// Lacked, when set, is told of each check that is as it was recorded and whose outcome is taken from there, too,
	// because the recording lacks what it takes to judge it anew.
	Lacked func(check *report.Step, lacks string)
	// Version names the tool in reports.
	Version string
}

// Replay judges the checks of a recorded scenario again, without a cluster. What
// acted on the cluster is taken as it was recorded; checks see what was seen then,
// at the times of then. A check that needs more than was recorded is Pending: it
// neither passes nor fails. The error is a [*UsageError] when the bundle or the
// feature cannot be used.
func Replay(ctx context.Context, o ReplayOptions) (*report.Run, error) {
	return replay.Run(ctx, replay.Options(o))
}
