package world

import (
	"fmt"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/observe"
)

var off = time.Date(2026, 1, 1, 12, 0, 0, int(700*time.Millisecond), time.UTC)

// heardAt returns a node whose kubelet reported Ready this many seconds after the node was switched off.
func heardAt(seconds int) *unstructured.Unstructured {
	at := off.Truncate(time.Second).Add(time.Duration(seconds) * time.Second).Format(time.RFC3339)
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "Node", "metadata": map[string]any{"name": "n"},
		"status": map[string]any{"conditions": []any{map[string]any{"type": "Ready", "status": "True", "lastHeartbeatTime": at}}},
	}}
}

// readyAt returns a pod of that node that became ready this many seconds after the node was switched off.
func readyAt(seconds int) *corev1.Pod {
	pod := &corev1.Pod{Spec: corev1.PodSpec{NodeName: "n"}}
	at := metav1.NewTime(off.Truncate(time.Second).Add(time.Duration(seconds) * time.Second))
	pod.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue, LastTransitionTime: at}}
	return pod
}

func TestWhatANodeSaidBeforeItWasSwitchedOff(t *testing.T) {
	for name, c := range map[string]struct {
		power     map[string]Power
		seconds   int
		node, pod string
	}{
		"nothing was done":   {nil, -60, "", ""},
		"to another node":    {map[string]Power{"m": {Off: off}}, -60, "", ""},
		"said before":        {map[string]Power{"n": {Off: off}}, -1, "that is from before it was switched off", `that is from before its node "n" was switched off`},
		"in the same second": {map[string]Power{"n": {Off: off}}, 0, "that is from before it was switched off", `that is from before its node "n" was switched off`},
		"said since":         {map[string]Power{"n": {Off: off}}, 1, "", ""},
		"it was frozen":      {map[string]Power{"n": {Off: off, Frozen: true}}, -1, "that is from before it was frozen", `that is from before its node "n" was frozen`},
	} {
		w := &World{power: c.power}
		if got := w.Unheard(heardAt(c.seconds)); got != c.node {
			t.Errorf("%s: of the node %q, want %q", name, got, c.node)
		}
		if got := w.UnheardPod(readyAt(c.seconds)); got != c.pod {
			t.Errorf("%s: of the pod %q, want %q", name, got, c.pod)
		}
	}
}

// onePlane is a cluster with one control plane node.
type onePlane struct{ Nodes }

func (onePlane) ControlPlane(node string) bool { return node == "boss" }

// TestStoppedControl: the scenario remembers that it stopped something that the API server needs, in a replay as well.
func TestStoppedControl(t *testing.T) {
	hub := observe.NewHub(t.Context(), nil, observe.Options{})
	defer hub.Stop()
	for name, c := range map[string]struct {
		done []NodeAction
		want bool
	}{
		"nothing":                    {nil, false},
		"a worker is switched off":   {[]NodeAction{{Do: StopNode, Node: "n"}}, false},
		"a worker is tainted":        {[]NodeAction{{Do: AddTaint, Node: "boss"}}, false},
		"a control plane is frozen":  {[]NodeAction{{Do: PauseNode, Node: "boss"}}, true},
		"a control plane goes on":    {[]NodeAction{{Do: PauseNode, Node: "boss"}, {Do: StartNode, Node: "boss"}}, true},
		"a member of etcd":           {[]NodeAction{{Do: StopMember, Node: "e1"}}, true},
		"a control plane, a worker":  {[]NodeAction{{Do: StopNode, Node: "boss"}, {Do: StopNode, Node: "n"}}, true},
		"a control plane is started": {[]NodeAction{{Do: StartNode, Node: "boss"}}, false},
	} {
		w := (&Run{Hub: hub, Nodes: onePlane{}}).Open(Scenario{})
		for _, action := range c.done {
			w.powered(action)
		}
		again := &World{}
		again.Restore(w.State())
		if w.StoppedControl() != c.want || again.StoppedControl() != c.want {
			t.Errorf("%s: %v, and %v in a replay", name, w.StoppedControl(), again.StoppedControl())
		}
	}
}

func TestPowerIsNoted(t *testing.T) {
	hub := observe.NewHub(t.Context(), nil, observe.Options{})
	defer hub.Stop()
	w := &World{Run: &Run{Nodes: onePlane{}}, Timeline: hub.Timeline(), power: map[string]Power{}, down: map[string]bool{}}
	for i, c := range []struct {
		do   NodeVerb
		want string
	}{{StartNode, "map[]"}, {StopNode, "map[n:false]"}, {StartNode, "map[n:false]"}, {PauseNode, "map[n:true]"}, {StartNode, "map[n:true]"}} {
		w.powered(NodeAction{Do: c.do, Node: "n"})
		frozen := map[string]bool{}
		for node, p := range w.power {
			frozen[node] = p.Frozen
		}
		if got := fmt.Sprint(frozen); got != c.want {
			t.Errorf("%d, after %s: %s, want %s", i, c.do, got, c.want)
		}
	}
	again := &World{power: map[string]Power{}, down: map[string]bool{}}
	again.Restore(State{Power: map[string]Power{"n": {Off: off}}})
	if again.Unheard(heardAt(-1)) == "" {
		t.Error("the power state of the node is lost in a replay")
	}
}
