package scenarios

import (
	"context"

	"github.com/gherkind/gherkind/internal/engine"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Run loads and checks the features, brings up the cluster, runs the scenarios
// and returns the result. Failed scenarios are in the result and are not an
// error. The error is a [*UsageError] if the options are invalid, or a
// cluster.EnvironmentError if the host or the cluster is at fault.
//
// When the context ends, running scenarios fail as interrupted, the others are
// skipped, and Run still cleans up before it returns.
func Run(ctx context.Context, options Options) (*report.Run, error) {
	o, p, err := options.plan()
	if err != nil {
		return nil, err
	}
	if len(p.Pickles) == 0 {
		return o.runNothing(p)
	}
	e := o.engine()
	if o.OnCluster != nil {
		if e.Elsewhere, err = o.elsewhere(p); err != nil {
			return nil, err
		}
	}
	return engine.Run(ctx, p, e)
}
