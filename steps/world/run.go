package world

import (
	"context"
	"fmt"
	"sync"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/awake"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
)

// Label keys that mark everything a run makes. The prefix is the project's
// name, so that a selector finds all of it: kubectl get ns -l gherkind/run.
const (
	LabelRun      = "gherkind/run"
	LabelScenario = "gherkind/scenario"
	LabelAlias    = "gherkind/alias"
	LabelKept     = "gherkind/kept"
)

// Run is what the scenarios of one run share. It is safe for concurrent use;
// its exported fields are set once, before the first scenario opens.
type Run struct {
	ID       string                           // short and unique among runs: part of every namespace name
	Client   *kube.Client                     // one for all scenarios
	Hub      *observe.Hub                     // one watch per kind for all scenarios
	Image    func(logical string) string      // the image catalogue of this cluster; nil maps nothing
	Timeouts Timeouts                         // see DefaultTimeouts
	Foreign  bool                             // the cluster is external
	Patient  bool                             // disables failing fast: waits last until their timeout
	Keeps    bool                             // what a failed scenario has made stays in the cluster
	Nodes    Nodes                            // what may be done with this cluster's nodes
	Outside  probe.Outside                    // where requests from outside the cluster are sent from
	Etcd     Etcd                             // its members outside the control planes; nil when there are none
	Note     func(format string, args ...any) // tells the person at the terminal; never nil after Prepare

	// Awake knows when this process did not run; nil, as in a replay, when nobody does.
	Awake *awake.Sense

	// Commands runs a command line on this machine for a namespace; nil when scenarios may not.
	Commands func(ctx context.Context, namespace, line string) (kube.ExecResult, error)

	// NodeChanges lets scenarios change the nodes of an external cluster.
	NodeChanges bool

	journal *journal
	begun   begun
	allowed allowed
	setUp   *setUp      // nil without one
	swept   []kube.Ref  // what Repair has deleted, until it is gone
	dead    []string    // the runs that Repair has found dead
	always  []kube.Kind // watched for every scenario

	mu         sync.Mutex
	pending    map[string]bool // namespaces whose deletion has been asked for
	namespaces map[string]bool // those of scenarios that are open
}

// alwaysWatched are the kinds without which no failure can be explained.
var alwaysWatched = []schema.GroupVersionKind{
	{Version: "v1", Kind: "Namespace"},
	{Version: "v1", Kind: "ServiceAccount"},
	{Version: "v1", Kind: "Pod"},
	{Version: "v1", Kind: "Event"},
	{Version: "v1", Kind: "Node"},
}

// Prepare starts the watches that every scenario needs and fills in defaults.
// It must return before the first [Run.Open].
func (r *Run) Prepare(ctx context.Context) error {
	if r.Note == nil {
		r.Note = func(string, ...any) {}
	}
	if r.Image == nil {
		r.Image = func(name string) string { return name }
	}
	if r.Etcd == nil {
		r.Etcd = noEtcd{}
	}
	r.pending = map[string]bool{}
	r.journal = &journal{client: r.Client, run: r.ID}
	r.always = nil
	for _, gvk := range alwaysWatched {
		kind, err := r.Client.Kind(ctx, gvk)
		if err != nil {
			return fmt.Errorf("look up kind %s: %w", gvk.Kind, err)
		}
		r.always = append(r.always, kind)
	}
	if err := r.Hub.Ensure(ctx, r.always...); err != nil {
		return fmt.Errorf("start the run's watches: %w", err)
	}
	return nil
}
