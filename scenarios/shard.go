package scenarios

import (
	"errors"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/shard"
	"github.com/gherkind/gherkind/scenarios/report"
)

// divide removes from the plan scenarios that other shards run.
func (o Options) divide(p *plan.Plan) error {
	switch {
	case o.Shard == "" && o.ShardTimes != "":
		return &UsageError{Err: errors.New("--shard-times says how scenarios are divided: say with --shard which part is to be run, such as --shard 2/4")}
	case o.Shard == "":
		return nil
	}
	part, err := shard.Parse(o.Shard)
	if err != nil {
		return &UsageError{Err: fmt.Errorf("--shard %w", err)}
	}
	var times *shard.Times
	if o.ShardTimes != "" {
		if times, err = shard.ReadTimes(o.ShardTimes); err != nil {
			return &UsageError{Err: fmt.Errorf("--shard-times: %w", err)}
		}
	}
	return p.Shard(part, times)
}

// runNothing is the run of a shard without scenarios, because there are more shards than scenarios. It needs no cluster.
func (o Options) runNothing(p *plan.Plan) (*report.Run, error) {
	result, _ := p.Result()
	result.Started, result.Tool = time.Now(), "gherkind "+o.Version
	result.Ended = result.Started
	var errs []error
	for _, l := range o.Listeners {
		l.RunStarted(result)
		l.Note(fmt.Sprintf("nothing to run: all scenarios are in other shards than %d", result.Shard.Number))
		errs = append(errs, l.RunFinished(result))
	}
	return result, errors.Join(errs...)
}
