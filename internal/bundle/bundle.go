package bundle

import (
	"time"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// Format and Version are what a manifest.json begins with. Version grows when an
// entry changes its meaning or goes. Bundles of earlier versions are read, too:
// in version 1, the questions in answers.jsonl were sentences.
const (
	Format  = "gherkind bundle"
	Version = 2
)

// Bundle is what is kept of a failed scenario.
type Bundle struct {
	Manifest
	Steps        []Step
	Files        map[string][]byte // the feature and its manifests, by their paths below the run's root
	Texts        map[string][]byte // what is for people only, by their names in the bundle
	Served       kube.Served
	Observations []observe.Observation
	Answers      []world.Answer
}

// Manifest is manifest.json: what the bundle is of.
type Manifest struct {
	Format   string         `json:"format"`
	Version  int            `json:"version"`
	Gherkind string         `json:"gherkind"` // version of the tool
	Run      string         `json:"run"`
	Scenario Scenario       `json:"scenario"`
	Cluster  Cluster        `json:"cluster"`
	Timeouts world.Timeouts `json:"timeouts"`         // nanoseconds
	Kinds    []Kind         `json:"kinds"`            // that were watched
	Blinds   []Blind        `json:"blinds,omitempty"` // when they were not seen
	LeftOut  []string       `json:"leftOut,omitempty"`
	Hidden   []string       `json:"hidden,omitempty"` // values of Secrets that stand in the answers: reports of a replay are without them
}

// Scenario says which scenario it was, and how it ended.
type Scenario struct {
	Name       string            `json:"name"`
	URI        string            `json:"uri"`
	Line       int               `json:"line"`
	Tags       []string          `json:"tags,omitempty"`
	Status     string            `json:"status"`
	Fault      string            `json:"fault,omitempty"` // why it was not its own, but the cluster's or the host's
	Started    time.Time         `json:"started"`
	Ended      time.Time         `json:"ended"` // of the recording
	Namespaces map[string]string `json:"namespaces"`
	SetUp      []string          `json:"setUp,omitempty"`  // namespaces of them that are the set-up's
	Values     map[string]string `json:"values,omitempty"` // given to all scenarios of the run
}

// Cluster is where it ran.
type Cluster struct {
	Name       string            `json:"name"`
	Kubernetes string            `json:"kubernetes"`
	Nodes      []Node            `json:"nodes"`
	Members    []string          `json:"etcdMembers,omitempty"`
	Images     map[string]string `json:"images,omitempty"`
	AskedFrom  string            `json:"askedFrom,omitempty"` // "container" where requests from outside were sent from one, and not from the host
}

// Node is a node of the cluster.
type Node struct {
	Name     string `json:"name"`
	Hostname string `json:"hostname,omitempty"` // where it is another one; steps may call the node so
	Role     string `json:"role"`
	Address  string `json:"address,omitempty"`
}

// Kind is a kind that was watched.
type Kind struct {
	kube.Kind
	Since time.Time // all of it was seen from then on
}

// Step is a step of the scenario as it was run.
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
	Names      world.State      `json:"names"` // after it
}

// Ran reports whether the step was run.
func (s Step) Ran() bool { return !s.Started.IsZero() }
