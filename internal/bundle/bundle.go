package bundle

import (
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// Format and Version are the beginning of manifest.json. Version increases when an entry changes its meaning or is removed.
// Bundles of earlier versions can be read, too: in version 1, the questions in answers.jsonl were sentences.
const (
	Format  = "gherkind bundle"
	Version = 2
)

// Bundle is what is saved of a failed scenario.
type Bundle struct {
	Manifest
	Steps        []Step
	Files        map[string][]byte // the feature and its manifests, by their paths below the run's root folder
	Texts        map[string][]byte // files for people only, by their names in the bundle
	Served       kube.Served
	Observations []observe.Observation
	Answers      []world.Answer
}

// Manifest is manifest.json, which describes the bundle.
type Manifest struct {
	Format   string         `json:"format"`
	Version  int            `json:"version"`
	Gherkind string         `json:"gherkind"` // version of the tool
	Run      string         `json:"run"`
	Scenario Scenario       `json:"scenario"`
	Cluster  Cluster        `json:"cluster"`
	Timeouts world.Timeouts `json:"timeouts"`         // nanoseconds
	Kinds    []Kind         `json:"kinds"`            // watched kinds
	Blinds   []Blind        `json:"blinds,omitempty"` // when they were not observed
	LeftOut  []string       `json:"leftOut,omitempty"`
	Hidden   []string       `json:"hidden,omitempty"` // values of Secrets that occur in the answers; reports of a replay hide them
}

// Scenario says which scenario was recorded, and how it ended.
type Scenario struct {
	Name       string            `json:"name"`
	URI        string            `json:"uri"`
	Line       int               `json:"line"`
	Tags       []string          `json:"tags,omitempty"`
	Status     string            `json:"status"`
	Fault      string            `json:"fault,omitempty"` // why the failure was not its own, but that of the cluster or the host
	Started    time.Time         `json:"started"`
	Ended      time.Time         `json:"ended"` // end of the recording
	Namespaces map[string]string `json:"namespaces"`
	SetUp      []string          `json:"setUp,omitempty"`  // those of its namespaces that belong to the set-up
	Values     map[string]string `json:"values,omitempty"` // given to all scenarios of the run
}

// Cluster is where the scenario ran.
type Cluster struct {
	Name       string            `json:"name"`
	Kubernetes string            `json:"kubernetes"`
	Nodes      []Node            `json:"nodes"`
	Simulated  int               `json:"simulatedNodes,omitempty"` // number of simulated nodes
	Members    []string          `json:"etcdMembers,omitempty"`
	Images     map[string]string `json:"images,omitempty"`
	AskedFrom  string            `json:"askedFrom,omitempty"` // "container" if requests from outside the cluster were sent from a container instead of the host
}

// Node is a node of the cluster.
type Node struct {
	Name     string `json:"name"`
	Hostname string `json:"hostname,omitempty"` // if it differs from the name; steps may use it for the node
	Role     string `json:"role"`
	Address  string `json:"address,omitempty"`
}

// Kind is a watched kind.
type Kind struct {
	kube.Kind
	Since time.Time // everything was observed from then on
}

// Step is a step of the scenario and its outcome.
type Step struct {
	Keyword    string           `json:"keyword"`
	Text       string           `json:"text"`
	Argument   string           `json:"argument,omitempty"`
	Line       int              `json:"line"`
	Definition string           `json:"definition"`
	Acts       bool             `json:"acts,omitempty"`
	Status     string           `json:"status"`
	Started    time.Time        `json:"started,omitzero"`
	Ended      time.Time        `json:"ended,omitzero"`
	Attempts   []time.Time      `json:"attempts,omitempty"`
	Err        string           `json:"error,omitempty"`
	Failure    *explain.Failure `json:"failure,omitempty"`
	Names      world.State      `json:"names"` // after the step
}

// Ran reports whether the step was run.
func (s Step) Ran() bool { return !s.Started.IsZero() }
