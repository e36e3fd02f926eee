package project

import (
	"time"

	"github.com/gherkind/gherkind/internal/setup"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Settings are the settings of a run.
type Settings struct {
	Features, Manifests []string
	Values              map[string]string
	Tags                string
	Parallel, Retry     int
	Repeat              int
	FailFast            bool
	Flaky               string
	Patient             bool
	Step, Action        time.Duration
	Scenario            time.Duration
	KeepOnFailure       bool
	PauseOnFailure      bool
	Quiet               bool
	Reports             []string
	AllowChanges        []string
	SetUp               []setup.Entry
	SetUpName           string
	KeepSetUp           bool
	AllowSetUpChanges   bool
	AllowSetUpIn        []string
	AllowNodeChanges    bool
	AllowCommands       bool
	Kubernetes          []string
	// Cluster has the settings of the cluster, except Kubernetes.
	Cluster *cluster.Options
}

// DefaultScenarioTimeout is several times the duration of the slowest scenarios, which are tagged @slow.
const DefaultScenarioTimeout = 30 * time.Minute

// Defaults returns the default settings.
func Defaults() *Settings {
	return &Settings{
		Flaky: "warn", Repeat: 1, Step: time.Minute, Action: time.Minute, Scenario: DefaultScenarioTimeout, Cluster: &cluster.Options{},
	}
}
