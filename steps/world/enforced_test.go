package world

import (
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// seen is an observation of an object at a revision; "gone" says that it was deleted then.
func seen(t *testing.T, kind, in string, revision uint64, gone ...string) observe.Observation {
	t.Helper()
	const other = ", labels: {gherkind/run: r}"
	of := map[string]struct{ version, plural, more string }{
		"Pod": {"v1", "pods", ""}, "NetworkPolicy": {"networking.k8s.io/v1", "networkpolicies", ""},
		"Namespace": {"v1", "namespaces", ", labels: {gherkind/run: r, gherkind/addon-network-policy: ''}"}, "Namespace of others": {"v1", "namespaces", other},
	}[kind]
	kind = strings.TrimSuffix(kind, " of others")
	name := "x"
	if kind == "Namespace" {
		name, in = in, ""
	}
	o := observe.Observation{At: time.Unix(1000, 0), Revision: revision, Type: watch.Modified, Object: object(t, "{apiVersion: "+of.version+", kind: "+kind+", metadata: {name: "+name+", namespace: '"+in+"'"+of.more+"}}")}
	if len(gone) > 0 {
		o.Type = watch.Deleted
	}
	gvk := o.Object.GroupVersionKind()
	o.Ref = kube.Ref{Kind: kube.Kind{GVK: gvk, GVR: gvk.GroupVersion().WithResource(of.plural), Namespaced: in != ""}, Namespace: in, Name: name}
	return o
}

// TestWhatMustBeEnforced: everything that the scenario has seen of what decides which packets pass; nothing of others.
func TestWhatMustBeEnforced(t *testing.T) {
	const pods, namespaces, policies = "gherkind.local/pods", "gherkind.local/namespaces", "gherkind.local/policies"
	own := seen(t, "Namespace", "a", 10)
	for name, c := range map[string]struct {
		seen []observe.Observation
		want revisions
	}{
		"a label of the namespace": {[]observe.Observation{own, seen(t, "Namespace", "a", 12), seen(t, "Namespace", "b", 13)}, revisions{namespaces: 12}},
		"a pod":                    {[]observe.Observation{own, seen(t, "Pod", "a", 14), seen(t, "Pod", "b", 15)}, revisions{namespaces: 10, pods: 14}},
		"a policy":                 {[]observe.Observation{own, seen(t, "NetworkPolicy", "a", 14)}, revisions{namespaces: 10, policies: 14}},
		"a deleted policy":         {[]observe.Observation{own, seen(t, "NetworkPolicy", "a", 14), seen(t, "NetworkPolicy", "a", 16, "gone")}, revisions{namespaces: 10, policies: 16}},
		"deleted without notice":   {[]observe.Observation{own, seen(t, "NetworkPolicy", "a", 14), seen(t, "NetworkPolicy", "a", 0, "gone")}, nil},
		"and another one listed":   {[]observe.Observation{own, seen(t, "NetworkPolicy", "a", 0, "gone"), seen(t, "NetworkPolicy", "a", 18)}, nil},
		"where none is enforced":   {[]observe.Observation{seen(t, "Namespace of others", "a", 11), seen(t, "NetworkPolicy", "a", 14)}, revisions{}},
	} {
		hub, tape := observe.Replay(t.Context(), observe.Recording{Observations: c.seen, Ended: time.Unix(1001, 0)})
		w := (&Run{Hub: hub}).Replay(tape, Scenario{}, State{Namespaces: map[string]string{"": "a"}}, nil)
		w.Timeline.Add("a")
		tape.PlayTo(time.Unix(1000, 0))
		got, err := w.toBeEnforced()
		hub.Stop()
		if errors.Is(err, errUnseenDeletion) != (c.want == nil) || !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, %v; want %v", name, got, err, c.want)
		}
	}
}

// TestWhatALeaseLacks: a node enforces a policy when its rules hold that revision, and the program behind them answers.
func TestWhatALeaseLacks(t *testing.T) {
	wanted := revisions{"gherkind.local/pods": 99, "gherkind.local/policies": 100}
	lease := func(annotations string) *unstructured.Unstructured {
		return object(t, "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: worker, annotations: {"+annotations+"}}, spec: {holderIdentity: one}}")
	}
	for annotations, want := range map[string]string{
		"": "of ",
		"gherkind.local/pods: '99', gherkind.local/policies: '99', gherkind.local/answered: '7'":    "policies up to resourceVersion 99, not yet 100",
		"gherkind.local/pods: '99', gherkind.local/policies: '', gherkind.local/answered: '7'":      "not yet 100",
		"gherkind.local/pods: '98', gherkind.local/policies: '100', gherkind.local/answered: '7'":   "pods up to resourceVersion 98, not yet 99",
		"gherkind.local/pods: '1000', gherkind.local/policies: '100', gherkind.local/answered: '6'": "does not answer",
		"gherkind.local/pods: '1000', gherkind.local/policies: '100', gherkind.local/answered: '7'": "",
	} {
		got := lacking(lease(annotations), wanted, 7)
		if want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("{%s}: %q, want %q", annotations, got, want)
		}
	}
	if lacking(nil, wanted, 0) == "" {
		t.Error("there is no Lease")
	}
	one, interrupted := stateOf(lease("gherkind.local/interruptions: '0'")), stateOf(lease("gherkind.local/interruptions: '1'"))
	if one == interrupted {
		t.Errorf("an interruption shows nothing: %q", one)
	}
}

// TestAnInterruptionIsAskedAgain: only where that has no effect.
func TestAnInterruptionIsAskedAgain(t *testing.T) {
	hub, tape := observe.Replay(t.Context(), observe.Recording{Ended: time.Unix(1001, 0)})
	defer hub.Stop()
	for _, c := range []struct {
		acts []bool
		once bool
		want bool
	}{{[]bool{false}, false, true}, {[]bool{false}, true, false}, {[]bool{true}, false, false}, {nil, false, false}} {
		w := (&Run{Hub: hub}).Replay(tape, Scenario{Acts: c.acts}, State{}, nil)
		if got := w.mayRepeat(Question{Kind: QuestionContainer, Once: c.once}); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
