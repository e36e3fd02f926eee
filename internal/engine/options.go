package engine

import (
	"context"
	"time"

	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// Options say how a plan is run. Fields without a comment are those of the same name of scenarios.Options; none of them
// has a default here.
type Options struct {
	Limits           schedule.Limits // how many scenarios run at a time
	Cluster          cluster.Options
	Connected        *cluster.Cluster
	AllowChanges     []string
	OwnSetUp         string // ID of the set-up of the plan; "" for none
	AllowNodeChanges bool
	AllowCommands    bool
	Timeouts         world.Timeouts
	ScenarioTimeout  time.Duration
	Patient          bool
	KeepOnFailure    bool
	MayOnlyLook      bool // without the right to write, a bench serves for trials that only look
	Temporary        bool // a cluster that the run makes is removed after it
	Pause            func(ctx context.Context, failed *report.Scenario) (keep, stop bool)
	Begun            func(ask func() (run string, left []string))
	Around           func(s *report.Scenario, run func())
	Retry            int
	FlakyFails       bool
	FailFast         bool
	Listeners        []report.Listener
	StateDir         string
	Version          string
}

func (o Options) allowed() plan.Allowed {
	return plan.Allowed{NodeChanges: o.AllowNodeChanges, Commands: o.AllowCommands}
}
