package world

import (
	"context"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Power is a change of a node's power state by a scenario.
type Power struct {
	Off    time.Time `json:"off"` // when it was switched off or frozen
	Frozen bool      `json:"frozen,omitempty"`
	Before time.Time `json:"before,omitzero"` // when it was switched off before it was frozen
}

// powered records a power change of a node. Status that the node reported before no longer counts; for a frozen node that
// resumes see [World.awaitThaw].
func (w *World) powered(action NodeAction) {
	w.stoppedControl = w.stoppedControl || w.stopsControl(action)
	switch action.Do {
	case StopNode, PauseNode, StopMember:
		w.down[action.Node] = true
	case StartNode, StartMember:
		delete(w.down, action.Node)
	default: // not a power change
	}
	switch action.Do {
	case StopNode:
		w.power[action.Node] = Power{Off: w.Timeline.Now()}
	case PauseNode:
		before := w.power[action.Node]
		if !before.Frozen {
			before.Before = before.Off
		}
		w.power[action.Node] = Power{Off: w.Timeline.Now(), Frozen: true, Before: before.Before}
	default: // no power change of a node, or a start, after which the node has not reported yet
	}
}

// heard records that a frozen node has resumed and reported.
func (w *World) heard(node string) {
	before := w.power[node].Before
	delete(w.power, node)
	if !before.IsZero() {
		w.power[node] = Power{Off: before}
	}
}

// watchWhatCounts watches ReplicaSets before a node is switched off or frozen, to know which Deployments have pods on the node,
// because their status counts these pods.
func (w *World) watchWhatCounts(ctx context.Context, action NodeAction) error {
	if action.Do != StopNode && action.Do != PauseNode || w.stopsControl(action) {
		return nil
	}
	_, err := w.WatchNamed(ctx, "replicasets.apps")
	return err
}

// stopsControl reports whether an action stops or freezes a machine that the API server needs.
func (w *World) stopsControl(action NodeAction) bool {
	switch action.Do {
	case StopMember:
		return true
	case StopNode, PauseNode:
		return w.Run.Nodes.ControlPlane(action.Node)
	default:
		return false
	}
}

// StoppedControl reports whether the scenario has switched off or frozen a control plane node or an etcd member. This can be
// why the API server does not answer, even after the machine was started again, because its processes need time to start. The
// tags of a scenario do not tell this: it may be exclusive or lock a node for other reasons.
func (w *World) StoppedControl() bool { return w.stoppedControl }

// Down reports whether the scenario has switched off or frozen a node or an etcd member and not started it again.
func (w *World) Down(machine string) bool { return w.down[machine] }

// Unheard returns why the Ready condition of a node does not count: the scenario has switched off or frozen the node since the
// last heartbeat. It returns "" if the condition counts.
func (w *World) Unheard(node *unstructured.Unstructured) string {
	p, powered := w.power[node.GetName()]
	if !powered || lastHeartbeat(node).After(p.Off.Truncate(time.Second)) { // Kubernetes timestamps are whole seconds
		return ""
	}
	return "that is from before it was " + p.done()
}

// UnheardPod is Unheard for the Ready condition of a pod: after a node was switched off, every pod on it must become ready
// again.
func (w *World) UnheardPod(pod *corev1.Pod) string {
	p, powered := w.power[pod.Spec.NodeName]
	if !powered {
		return ""
	}
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodReady && c.LastTransitionTime.After(p.Off.Truncate(time.Second)) {
			return ""
		}
	}
	return fmt.Sprintf("that is from before its node %q was %s", pod.Spec.NodeName, p.done())
}

// UnheardPods returns UnheardPod for the pods of a workload; nil if no node was switched off or frozen, so that every condition
// counts.
func (w *World) UnheardPods() func(*corev1.Pod) string {
	if len(w.power) == 0 {
		return nil
	}
	return w.UnheardPod
}

// UnheardStart is Unheard for a container: one that started before its node was switched off has ended, and one on a frozen
// node does not make progress.
func (w *World) UnheardStart(node string, started time.Time) string {
	p, powered := w.power[node]
	if !powered || started.After(p.Off.Truncate(time.Second)) {
		return ""
	}
	return fmt.Sprintf("that is from before its node %q was %s", node, p.done())
}

func (p Power) done() string {
	if p.Frozen {
		return "frozen"
	}
	return "switched off"
}
