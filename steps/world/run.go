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

// Label keys that mark everything a run creates. The prefix is the name of the project: kubectl get ns -l gherkind/run.
const (
	LabelRun      = "gherkind/run"
	LabelScenario = "gherkind/scenario"
	LabelAlias    = "gherkind/alias"
	LabelKept     = "gherkind/kept"
)

// Run is shared by the scenarios of a run. It is safe for concurrent use; its exported fields are set before the first scenario
// opens.
type Run struct {
	ID       string                           // short and unique among runs: part of every namespace name
	Client   *kube.Client                     // shared by all scenarios
	Hub      *observe.Hub                     // one watch per kind for all scenarios
	Image    func(logical string) string      // the image catalogue of this cluster; nil maps nothing
	Timeouts Timeouts                         // see DefaultTimeouts
	Foreign  bool                             // the cluster is external
	Patient  bool                             // disables failing fast: waits last until their timeout
	Keeps    bool                             // objects of failed scenarios stay in the cluster
	Nodes    Nodes                            // access to the nodes of this cluster
	Outside  probe.Outside                    // from where requests from outside the cluster are sent
	Etcd     Etcd                             // etcd members outside the control plane nodes; nil if there are none
	Note     func(format string, args ...any) // writes a message to the terminal; never nil after Prepare

	// Awake detects when this process was suspended; nil in a replay.
	Awake *awake.Sense

	// Commands runs a command line on this machine for a namespace; nil if scenarios may not run commands.
	Commands func(ctx context.Context, namespace, line string) (kube.ExecResult, error)

	// NodeChanges permits scenarios to change the nodes of an external cluster.
	NodeChanges bool

	journal     *journal
	begun       begun
	allowed     allowed
	setUp       *setUp // nil if there is none
	permissions permissions
	swept       []kube.Ref  // objects that Repair has deleted, until they are gone
	dead        []string    // runs that Repair has found dead
	always      []kube.Kind // watched for every scenario

	mu         sync.Mutex
	pending    map[string]bool // namespaces that are being deleted
	namespaces map[string]bool // namespaces of open scenarios
}

// alwaysWatched are the kinds that are required to explain failures.
var alwaysWatched = []schema.GroupVersionKind{
	{Version: "v1", Kind: "Namespace"},
	{Version: "v1", Kind: "ServiceAccount"},
	{Version: "v1", Kind: "Pod"},
	{Version: "v1", Kind: "Event"},
	{Version: "v1", Kind: "Node"},
}

// Prepare starts the watches that every scenario needs and sets defaults. It must return before the first [Run.Open].
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
