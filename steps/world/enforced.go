package world

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/tags"
)

// The add-on network-policy enforces a NetworkPolicy on each node a moment after it was written, and for a new pod a moment after its
// IP was written. Its program publishes in a Lease, one for each node, up to which resourceVersion of each kind the rules of the node
// hold all changes. So a write waits until the rules hold it, and nothing is sent over the network before they hold everything that
// the scenario has seen. Afterwards the program must answer: if it was away, silence may be its doing.

// The annotations of the Leases; kind-config/network-policy writes all but the first.
const (
	enforcerAsked         = "gherkind.local/asked"         // any text, as a question whether the program runs
	enforcerAnswered      = "gherkind.local/answered"      // resourceVersion of the Lease in which it saw the last question
	enforcerInterruptions = "gherkind.local/interruptions" // changes when packets may have been dropped without being judged
)

// enforcedKinds are the kinds on which it depends what is let through, each with its annotation of the Leases.
var enforcedKinds = map[schema.GroupResource]string{
	{Resource: "pods"}:       "gherkind.local/pods",
	{Resource: "namespaces"}: "gherkind.local/namespaces",
	policies:                 "gherkind.local/policies",
}

var policies = schema.GroupResource{Group: networkingv1.GroupName, Resource: "networkpolicies"}

// enforcers are the programs of the add-on.
type enforcers struct {
	timeline *observe.Timeline // with nodes, and the Leases of the programs; nil if there are no programs
	lease    kube.Kind
	node     kube.Kind
	pod      kube.Kind
}

// revisions are revisions by the annotation of their kind.
type revisions map[string]uint64

// awaitEnforced waits until all nodes enforce changes of what policies depend on.
func (w *World) awaitEnforced(ctx context.Context, changes []kube.Change) error {
	concerned := slices.ContainsFunc(changes, func(c kube.Change) bool {
		return enforcedKinds[c.Ref.Kind.GVR.GroupResource()] != ""
	})
	if !concerned {
		return nil
	}
	e, err := w.enforcersOf(ctx)
	if err != nil || e == nil {
		return err
	}
	_, err = w.untilEnforced(ctx, e, func(string) bool { return true }, nil)
	return err
}

// enforcersOf returns the programs that enforce policies in this scenario; nil if there are none, or if nothing is expected of them
// because the scenario has stopped a part of the control plane. The network of a cluster may enforce policies without them.
func (w *World) enforcersOf(ctx context.Context) (*enforcers, error) {
	if w.Run.Foreign || w.stoppedControl || !slices.Contains(tags.AddOns(w.Scenario.Tags), tags.NetworkPolicy) {
		return nil, nil
	}
	if w.enforcers == nil {
		ctx, cancel := observe.OwnTime(ctx, w.Run.Timeouts.Watch)
		defer cancel()
		e, err := w.findEnforcers(ctx)
		if err != nil {
			return nil, &notMade{fmt.Errorf("find out which NetworkPolicies are enforced: %w", err)}
		}
		w.enforcers = e
	}
	if w.enforcers.timeline == nil {
		return nil, nil
	}
	return w.enforcers, nil
}

func (w *World) findEnforcers(ctx context.Context) (*enforcers, error) {
	e := &enforcers{}
	var set, policy kube.Kind
	for gvk, kind := range map[schema.GroupVersionKind]*kube.Kind{
		{Version: "v1", Kind: "Node"}:                             &e.node,
		{Version: "v1", Kind: "Pod"}:                              &e.pod,
		coordinationv1.SchemeGroupVersion.WithKind("Lease"):       &e.lease,
		{Group: "apps", Version: "v1", Kind: "DaemonSet"}:         &set,
		networkingv1.SchemeGroupVersion.WithKind("NetworkPolicy"): &policy,
	} {
		var err error
		if *kind, err = w.Run.Client.Kind(ctx, gvk); err != nil {
			return nil, err
		}
	}
	if err := w.Timeline.Ensure(ctx, policy); err != nil { // also of policies that a command writes
		return nil, err
	}
	installed, err := w.Run.Client.Get(ctx, kube.Ref{Kind: set, Namespace: tags.NetworkPolicy, Name: "enforcer"})
	if err != nil || installed == nil {
		return e, err
	}
	timeline := w.Run.Hub.Timeline(tags.NetworkPolicy)
	if err := timeline.Ensure(ctx, e.lease, e.node); err != nil {
		timeline.Close()
		return nil, err
	}
	e.timeline = timeline
	return e, nil
}

// untilEnforced waits until some nodes enforce everything that the scenario has seen, and returns a text for each that changes when
// its program is started again, or was away. answered, if not nil, has for each node the revision of a question that must be answered.
func (w *World) untilEnforced(ctx context.Context, e *enforcers, on func(node string) bool, answered map[string]uint64) (map[string]string, error) {
	wanted, err := w.toBeEnforced()
	if err != nil {
		return nil, &notMade{err}
	}
	ctx, cancel := observe.OwnTime(ctx, w.Run.Timeouts.Watch)
	defer cancel()
	states := map[string]string{}
	err = e.timeline.Until(ctx, func(v observe.View) observe.Verdict {
		clear(states)
		for _, node := range v.List(e.node, "", nil) {
			name := node.GetName()
			if !on(name) || !w.enforces(node) {
				continue
			}
			lease := v.Get(kube.Ref{Kind: e.lease, Namespace: tags.NetworkPolicy, Name: name})
			if lacks := lacking(lease, wanted, answered[name]); lacks != "" {
				return observe.Verdict{Saw: fmt.Sprintf("on node %q, %s", name, lacks)}
			}
			states[name] = stateOf(lease)
		}
		return observe.Verdict{Met: true}
	})
	if err != nil {
		return nil, &notMade{fmt.Errorf("await that the add-on network-policy enforces what was written (are its pods ready? kubectl -n network-policy get pods): %w", err)}
	}
	return states, nil
}

// enforces reports whether a node is expected to enforce policies: it works, and is not simulated.
func (w *World) enforces(node *unstructured.Unstructured) bool {
	n := kube.As[corev1.Node](node)
	if n == nil || w.down[n.Name] || w.Unheard(node) != "" {
		return false
	}
	if _, simulated := n.Labels[tags.SimulatedLabel]; simulated {
		return false
	}
	return slices.ContainsFunc(n.Status.Conditions, func(c corev1.NodeCondition) bool {
		return c.Type == corev1.NodeReady && c.Status == corev1.ConditionTrue
	})
}

// lacking returns what a Lease lacks; "" if it has all that is wanted.
func lacking(lease *unstructured.Unstructured, wanted revisions, answered uint64) string {
	if lease == nil {
		return "the program has not said yet what it enforces"
	}
	has := lease.GetAnnotations()
	for key, revision := range wanted {
		if numberIn(has, key) < revision {
			return fmt.Sprintf("the rules hold the changes of %s up to resourceVersion %s, not yet %d", strings.TrimPrefix(key, "gherkind.local/"), has[key], revision)
		}
	}
	if numberIn(has, enforcerAnswered) < answered {
		return "the program does not answer"
	}
	return ""
}

// numberIn returns the number in an annotation, 0 if it is none. ResourceVersions of a kind are comparable.
func numberIn(annotations map[string]string, key string) uint64 {
	n, err := strconv.ParseUint(annotations[key], 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func stateOf(lease *unstructured.Unstructured) string {
	instance, _, err := unstructured.NestedString(lease.Object, "spec", "holderIdentity")
	if err != nil {
		instance = err.Error()
	}
	return instance + " " + lease.GetAnnotations()[enforcerInterruptions]
}

// errUnseenDeletion is the error for a policy of which nobody can say whether it is still enforced.
var errUnseenDeletion = errors.New("a NetworkPolicy was deleted while its watch was interrupted: whether it is still enforced is not known")

// toBeEnforced returns the revisions of everything in the scenario's timeline that policies depend on.
func (w *World) toBeEnforced() (revisions, error) {
	wanted, unseen := revisions{}, false
	w.Timeline.View(func(v observe.View) {
		in := w.enforcedNamespaces(v)
		for kind, key := range enforcedKinds {
			for _, o := range observe.OfKind(v, kind, 0) {
				if !in[cmp.Or(o.Ref.Namespace, o.Ref.Name)] {
					continue
				}
				wanted[key] = max(wanted[key], o.Revision)
				unseen = unseen || kind == policies && o.Type == watch.Deleted && o.Revision == 0
			}
		}
	})
	if unseen {
		return nil, errUnseenDeletion
	}
	return wanted, nil
}

// enforcedNamespaces returns the namespaces of the scenario in which the add-on enforces policies.
func (w *World) enforcedNamespaces(v observe.View) map[string]bool {
	own, in := w.namespacesThat(func(string) bool { return true }), map[string]bool{}
	for _, o := range observe.OfKind(v, schema.GroupResource{Resource: "namespaces"}, 0) {
		labels := o.Object.GetLabels()
		_, ofRun := labels[LabelRun]
		_, enforced := labels[tags.AddOnLabel(tags.NetworkPolicy)]
		if slices.Contains(own, o.Ref.Name) {
			in[o.Ref.Name] = enforced || !ofRun
		}
	}
	return in
}
