package world

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

// TestACordonIsInForce: a scheduler that has not seen a cordon yet places pods on the node, so the step of a cordon ends when the
// controller manager has answered it.
func TestACordonIsInForce(t *testing.T) {
	const (
		node  = "{apiVersion: v1, kind: Node, metadata: {name: worker}, spec: {"
		taint = "taints: [{key: node.kubernetes.io/unschedulable, effect: NoSchedule}, {key: mine, effect: NoExecute}]"
	)
	for spec, want := range map[string]bool{
		"": true, "unschedulable: true": false, "unschedulable: true, taints: [{key: mine, effect: NoSchedule}]": false,
		"unschedulable: true, " + taint: true, taint: false,
	} {
		if got := cordonInForce.met(object(t, node+spec+"}}")); got != want {
			t.Errorf("spec {%s}: in force %v, want %v", spec, got, want)
		}
	}
}

// TestNobodyAnswersACordon: while the scenario has stopped a control plane, nothing is expected of its controllers.
func TestNobodyAnswersACordon(t *testing.T) {
	for kind, want := range map[schema.GroupKind]*inForce{nodeKind: cordonInForce, quotaKind: quotaInForce, {Kind: "Pod"}: nil} {
		if got := (&World{}).ruleFor(kind); got != want {
			t.Errorf("%s: %v", kind, got)
		}
	}
	if got := (&World{stoppedControl: true}).ruleFor(nodeKind); got != nil {
		t.Errorf("without a control plane: %v", got)
	}
}

func object(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	o := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(text), &o.Object); err != nil {
		t.Fatal(err)
	}
	return o
}
