package scenarios

import (
	"context"
	"net"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/asker"
	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/steps"
)

// outsideOf is where a cluster's asker asks from, as package probe has it.
func outsideOf(a *asker.Asker) probe.Outside {
	return probe.Outside{FromElsewhere: a.FromContainer, Dial: dialBy(a, false), Direct: dialBy(a, true)}
}

func dialBy(a *asker.Asker, direct bool) probe.Dial {
	return func(ctx context.Context, address string, limit time.Duration) (net.Conn, time.Duration, error) {
		return a.Connect(ctx, address, direct, limit)
	}
}

// asksOutside tells of scenarios that send requests to the cluster from outside.
func (p *plan) asksOutside(pickles []*gherkin.Pickle) bool {
	for _, pickle := range pickles {
		for _, s := range pickle.Steps {
			if match, err := p.catalogue.Match(s.Text, s.Argument.Kind()); err == nil && steps.AsksOutside(match) {
				return true
			}
		}
	}
	return false
}
