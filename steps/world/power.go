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

// powered notes what was done to a node: what the node has said before does not count from then on, see
// [World.awaitThaw] for a frozen one that goes on.
func (w *World) powered(action NodeAction) {
	w.stoppedControl = w.stoppedControl || w.stopsControl(action)
	switch action.Do {
	case StopNode, PauseNode, StopMember:
		w.down[action.Node] = true
	case StartNode, StartMember:
		delete(w.down, action.Node)
	default: // not a matter of the machine
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
	default: // not a matter of the machine, or not of a node; or it goes on, and has said nothing yet
	}
}

// heard notes that a frozen node goes on and has reported.
func (w *World) heard(node string) {
	before := w.power[node].Before
	delete(w.power, node)
	if !before.IsZero() {
		w.power[node] = Power{Off: before}
	}
}

// watchWhatCounts watches what stands between a Deployment and its pods before a node is switched off or frozen: the status of a
// Deployment that counts a pod of the node is to be known as one that does.
func (w *World) watchWhatCounts(ctx context.Context, action NodeAction) error {
	if action.Do != StopNode && action.Do != PauseNode || w.stopsControl(action) {
		return nil
	}
	_, err := w.WatchNamed(ctx, "replicasets.apps")
	return err
}

// stopsControl tells that an action stops or freezes a machine that the API server needs.
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

// StoppedControl tells that the scenario has switched off or frozen a control plane or a member of etcd. It may be the reason
// for an API server that does not answer, also when the machine was started again, since what runs there needs its time.
// The tags of a scenario do not tell: one is exclusive, or locks a node, for other reasons too.
func (w *World) StoppedControl() bool { return w.stoppedControl }

// Down tells that the scenario has switched a node or a member of etcd off, or frozen it, and not on again.
func (w *World) Down(machine string) bool { return w.down[machine] }

// Unheard says why a node's own word, its condition Ready, does not count: the scenario has switched it off or frozen it
// since. "" when it does.
func (w *World) Unheard(node *unstructured.Unstructured) string {
	p, powered := w.power[node.GetName()]
	if !powered || lastHeartbeat(node).After(p.Off.Truncate(time.Second)) { // Kubernetes notes whole seconds
		return ""
	}
	return "that is from before it was " + p.done()
}

// UnheardPod is Unheard for the condition Ready of a pod, of which its node's word was the last: on a node that was
// switched off every pod becomes ready again.
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

// UnheardPods is UnheardPod for the pods of a workload; nil when it has nothing to say of any, since no node was switched off.
func (w *World) UnheardPods() func(*corev1.Pod) string {
	if len(w.power) == 0 {
		return nil
	}
	return w.UnheardPod
}

// UnheardStart is Unheard for a container that a node runs: what it had started before ended when it was switched off, and stands
// still while it is frozen.
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
