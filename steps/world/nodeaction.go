package world

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/tags"
)

// NodeAction is a change to a node. It is plain data, so that its undo can be stored in the journal before the change.
type NodeAction struct {
	Do   NodeVerb `json:"do"`
	Node string   `json:"node"`          // name of the Node object, or of an etcd member
	Arg  string   `json:"arg,omitempty"` // a taint as key[=value]:Effect, a label as key=value, or the key of a label
}

// NodeVerb is what a NodeAction does.
type NodeVerb string

// The verbs. Each can be undone by another one.
const (
	AddTaint    NodeVerb = "taint"
	RemoveTaint NodeVerb = "untaint"
	SetLabel    NodeVerb = "label"
	RemoveLabel NodeVerb = "unlabel"
	Cordon      NodeVerb = "cordon"
	Uncordon    NodeVerb = "uncordon"
	StopNode    NodeVerb = "stop"
	PauseNode   NodeVerb = "pause"
	StartNode   NodeVerb = "start" // also resumes a frozen node

	// For etcd members outside the control plane nodes.
	StopMember  NodeVerb = "stop-etcd"
	StartMember NodeVerb = "start-etcd"
)

// known reports whether this version supports the verb: a journal may have been written by a later version.
func (a NodeAction) known() bool {
	return slices.Contains([]NodeVerb{
		AddTaint, RemoveTaint, SetLabel, RemoveLabel, Cordon, Uncordon, StopNode, PauseNode, StartNode, StopMember, StartMember,
	}, a.Do)
}

// String describes the action: "taint node gherkind-worker with a=b:NoSchedule".
func (a NodeAction) String() string {
	if verb, ok := strings.CutSuffix(string(a.Do), "-etcd"); ok {
		return fmt.Sprintf("%s etcd member %s", verb, a.Node)
	}
	return strings.TrimSpace(fmt.Sprintf("%s node %s %s", a.Do, a.Node, a.Arg))
}

// Act changes a machine. The undo is stored in the journal before the change, and executed when the scenario closes; if this
// process dies before, the next run executes it. The scenario must have locked the node with a tag.
func (w *World) Act(ctx context.Context, action, undo NodeAction) error {
	if err := w.mayChange(action.Node); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Action)
	defer cancel()
	if err := w.watchWhatCounts(ctx, action); err != nil {
		return err
	}
	var off time.Time
	if err := w.undoLater(ctx, undo, &off); err != nil {
		return err
	}
	if err := w.Run.act(ctx, action); err != nil {
		return err
	}
	w.powered(action)
	if action.Do == StopNode {
		off = time.Now().Truncate(time.Second) // Kubernetes timestamps are whole seconds
	}
	return nil
}

// ChangeNode changes a Node object like [World.Act] changes a machine. undo returns the reverse change, and false if the node
// is already as requested. It receives the node from the API server, because the watched version may be stale.
func (w *World) ChangeNode(ctx context.Context, action NodeAction, undo func(*corev1.Node) (back NodeAction, needed bool)) error {
	if err := w.mayChange(action.Node); err != nil {
		return err
	}
	ref, err := w.Run.nodeRef(ctx, action.Node)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Action)
	defer cancel()
	w.changesNodes = true
	var last NodeAction
	return w.write(ctx, permitNode(ref), func(ctx context.Context, to *kube.Writer) error {
		return to.UpdateNode(ctx, ref, func(node *corev1.Node) (bool, error) {
			back, needed := undo(node)
			if !needed {
				return false, nil
			}
			if back != last { // equal on a retry after a conflict
				if err := w.undoLater(ctx, back, nil); err != nil {
					return false, err
				}
			}
			last = back
			action.apply(node)
			return true, nil
		})
	})
}

// undoLater stores an undo in the journal and registers it for the end of the scenario. off is when the node was switched off,
// nil if it was not.
func (w *World) undoLater(ctx context.Context, undo NodeAction, off *time.Time) error {
	entry, err := w.Run.journal.add(ctx, undo)
	if err != nil {
		return err
	}
	w.Defer(undo.String(), func(ctx context.Context) error {
		if w.Run.journal.done(ctx, entry) {
			return nil
		}
		before := time.Now()
		if err := errors.Join(w.Run.act(ctx, undo), w.awaitNode(ctx, undo, off), w.awaitThaw(ctx, undo, before)); err != nil {
			return err
		}
		return w.Run.journal.remove(ctx, entry)
	})
	return nil
}

// Start executes StartNode or StartMember, which need no undo, because that is the normal state. It does not wait until the
// machine is ready, but until a frozen node has reported again.
func (w *World) Start(ctx context.Context, start NodeAction) error {
	if err := w.mayChange(start.Node); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Action)
	defer cancel()
	before := time.Now()
	if err := w.Run.act(ctx, start); err != nil {
		return err
	}
	w.powered(start)
	return w.awaitThaw(ctx, start, before)
}

// awaitNode waits until a started node is ready, so that the next scenario has all nodes. Status from before it was switched
// off does not count; off is zero if the node was frozen or was started by a step.
func (w *World) awaitNode(ctx context.Context, undo NodeAction, off *time.Time) error {
	if undo.Do != StartNode || off == nil {
		return nil
	}
	ref, err := w.Resolve(ctx, "nodes", undo.Node)
	if err != nil {
		return err
	}
	return w.Timeline.Until(ctx, func(v observe.View) observe.Verdict {
		node := v.Get(ref)
		return observe.Verdict{Met: hasCondition(node, "Ready") && !lastHeartbeat(node).Before(*off), Saw: "the node is not ready"}
	})
}

// lastHeartbeat returns when the kubelet last reported the condition Ready, which it also does when it starts.
func lastHeartbeat(obj *unstructured.Unstructured) time.Time {
	node := kube.As[corev1.Node](obj)
	if node == nil {
		return time.Time{}
	}
	for _, c := range node.Status.Conditions {
		if c.Type == corev1.NodeReady {
			return c.LastHeartbeatTime.Time
		}
	}
	return time.Time{}
}

// mayChange returns why the scenario may not change a node or an etcd member.
func (w *World) mayChange(node string) error {
	if w.Run.Foreign && !w.Run.NodeChanges {
		return fmt.Errorf("the step changes node %q of an external cluster: run with --allow-node-changes to permit it", node)
	}
	return w.checkLock(node)
}

// checkLock requires that the scenario has locked the node or the whole cluster, because a change to a node affects everything
// that runs on it. An exclusive scenario that locks nodes runs in parallel with others of its kind, so it may change only these
// nodes.
func (w *World) checkLock(node string) error {
	exclusive, locked := tags.Has(w.Scenario.Tags, tags.Exclusive), tags.Values(w.Scenario.Tags, tags.Node)
	for _, short := range locked {
		if full, err := w.Run.Nodes.Resolve(short); err == nil && full == node {
			return nil
		}
	}
	switch {
	case exclusive && len(locked) == 0:
		return nil
	case exclusive:
		return fmt.Errorf("the step changes node %q, which this scenario has not locked: add @node:NAME with that node's name, "+
			"or remove its other @node tags, so that it runs alone", node)
	case slices.Contains(w.Run.Etcd.Members(), node):
		return fmt.Errorf("the step changes etcd member %q for every scenario: tag this one @exclusive", node)
	}
	return fmt.Errorf("the step changes node %q for every scenario: tag this one @exclusive, or @node:NAME with that node's name "+
		"when pods of others may stay on it", node)
}

func (r *Run) act(ctx context.Context, a NodeAction) error {
	switch a.Do {
	case StopNode, PauseNode, StartNode:
		return r.Nodes.Power(ctx, a.Node, a.Do)
	case AddTaint, RemoveTaint, SetLabel, RemoveLabel, Cordon, Uncordon:
		ref, err := r.nodeRef(ctx, a.Node)
		if err != nil {
			return err
		}
		return r.Client.Writer(nil, nil).UpdateNode(ctx, ref, func(node *corev1.Node) (bool, error) {
			a.apply(node)
			return true, nil
		})
	case StopMember, StartMember:
		return r.Etcd.Power(ctx, a.Node, a.Do)
	}
	return fmt.Errorf("it is unknown how to %s", a)
}

func (r *Run) nodeRef(ctx context.Context, name string) (kube.Ref, error) {
	kind, err := r.Client.Kind(ctx, corev1.SchemeGroupVersion.WithKind("Node"))
	if err != nil {
		return kube.Ref{}, fmt.Errorf("look up kind Node: %w", err)
	}
	return kube.Ref{Kind: kind, Name: name}, nil
}

// apply changes the Node object.
func (a NodeAction) apply(node *corev1.Node) {
	switch a.Do {
	case AddTaint, RemoveTaint:
		taint := splitTaint(a.Arg)
		node.Spec.Taints = slices.DeleteFunc(node.Spec.Taints, func(t corev1.Taint) bool { return t.MatchTaint(&taint) })
		if a.Do == AddTaint {
			node.Spec.Taints = append(node.Spec.Taints, taint)
		}
	case SetLabel:
		key, value, _ := strings.Cut(a.Arg, "=")
		if node.Labels == nil {
			node.Labels = map[string]string{}
		}
		node.Labels[key] = value
	case RemoveLabel:
		delete(node.Labels, a.Arg)
	case Cordon, Uncordon:
		node.Spec.Unschedulable = a.Do == Cordon
	case StopNode, PauseNode, StartNode, StopMember, StartMember: // do not change the object
	}
}

// splitTaint parses the format of Taint.ToString.
func splitTaint(text string) corev1.Taint {
	head, effect, _ := strings.Cut(text, ":")
	key, value, _ := strings.Cut(head, "=")
	return corev1.Taint{Key: key, Value: value, Effect: corev1.TaintEffect(effect)}
}
