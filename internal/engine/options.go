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

// Options say how a plan is run. Fields without a comment are those of the same name in scenarios.Options. No field has a
// default here.
type Options struct {
	Limits           schedule.Limits // how many scenarios run in parallel
	Cluster          cluster.Options
	Connected        *cluster.Cluster
	AllowChanges     []string
	Simulated        int    // the number of simulated nodes that the scenarios need
	OwnSetUp         string // ID of the plan's set-up; "" for none
	AllowNodeChanges bool
	AllowCommands    bool
	Timeouts         world.Timeouts
	ScenarioTimeout  time.Duration
	Patient          bool
	KeepOnFailure    bool
	MayOnlyLook      bool // without permission to write, a bench still serves trials that only read
	Temporary        bool // a cluster that the run creates is deleted afterwards
	Pause            func(ctx context.Context, failed *report.Scenario) (keep, stop bool)
	Begun            func(ask func() (run string, left []string))
	Around           func(s *report.Scenario, run func())
	Share            Share     // divides the scenarios among several processes; nil: this one runs all
	Sharers          int       // number of these processes
	Elsewhere        Elsewhere // runs some scenarios in other processes; nil: none
	Joins            *Joined   // the set-up that another process has made for this one; nil: there is none, or this process makes it
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
