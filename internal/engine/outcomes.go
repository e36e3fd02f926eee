package engine

import (
	"context"
	"time"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/outcomes"
)

// OutcomeKey is the key under which the outcome of a scenario is stored.
func (o Options) OutcomeKey(p *gherkin.Pickle) outcomes.Key {
	cluster := o.Cluster.UsedName()
	if o.Cluster.Foreign() {
		cluster = o.Cluster.Kubeconfig + " " + o.Cluster.Context
	}
	return outcomes.Store{Dir: o.StateDir}.KeyOf(cluster, p.URI, p.Name)
}

// keepOutcomes stores the outcomes of the scenarios that were run. A scenario that was run several times passed only if it
// passed each time.
func (r *runner) keepOutcomes(ctx context.Context) {
	now, found := time.Now(), map[outcomes.Key]outcomes.Outcome{}
	for _, pickle := range r.plan.Pickles {
		o := r.models[pickle].Outcome()
		if !o.Ran() {
			continue
		}
		key := r.options.OutcomeKey(pickle)
		before, again := found[key]
		found[key] = outcomes.Outcome{Passed: o.Passed() && (before.Passed || !again), At: now}
	}
	if err := (outcomes.Store{Dir: r.options.StateDir}).Add(ctx, found); err != nil {
		r.tell.Note("%v", err)
	}
}
