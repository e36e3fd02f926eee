package steps

import (
	"errors"
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// TestAnObjectInAnotherVersionIsTheSame: an object whose API version changes between two revisions is not deleted.
func TestAnObjectInAnotherVersionIsTheSame(t *testing.T) {
	scaler := func(group, version, name string) kube.Ref {
		of := schema.GroupVersion{Group: group, Version: version}
		return kube.Ref{Kind: kube.Kind{GVK: of.WithKind("Scaler"), GVR: of.WithResource("scalers"), Namespaced: true}, Namespace: "a", Name: name}
	}
	last := []kube.Ref{scaler("autoscaling", "v1", "web"), scaler("autoscaling", "v1", "old"), scaler("other", "v1", "web")}
	now := []kube.Ref{scaler("autoscaling", "v2", "web")}
	if got, want := without(last, now), last[1:]; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if len(last) != 3 {
		t.Error("the list itself was changed")
	}
}

// TestAnUpgradeThatFailsAtItsHook: the step is met only if this hook failed, not if its objects could not be deleted or its
// result was not observed.
func TestAnUpgradeThatFailsAtItsHook(t *testing.T) {
	at := func(name string, ended bool, left error) error {
		return &hookError{event: "pre-upgrade", ref: kube.Ref{Name: name}, ended: ended, err: errors.New("it has failed"), left: left}
	}
	stuck := errors.New("its pod is still there")
	for name, c := range map[string]struct{ err, want error }{
		"it failed":                     {at("migrate", true, nil), nil},
		"it failed, and is still there": {at("migrate", true, stuck), stuck},
		"and nobody knows about that":   {at("migrate", true, observe.ErrUnobserved), observe.ErrUnobserved},
	} {
		if got := failsAt("migrate", "shop", c.err); !errors.Is(got, c.want) || (got == nil) != (c.want == nil) {
			t.Errorf("%s: %v", name, got)
		}
	}
	for name, err := range map[string]error{"another hook": at("seed", true, nil), "it takes long": at("migrate", false, nil), "nothing failed": nil} {
		if failsAt("migrate", "shop", err) == nil {
			t.Errorf("%s: it is met", name)
		}
	}
}

// TestFailedByItself: a hook that was ended by its deadline, or by what happened to its node, has not failed.
func TestFailedByItself(t *testing.T) {
	for text, want := range map[string]bool{
		"{status: {phase: Failed}}":                                                              true,
		"{status: {phase: Failed, reason: Evicted}}":                                             false,
		"{status: {phase: Failed, reason: Terminated}}":                                          false,
		"{status: {phase: Failed, reason: DeadlineExceeded}}":                                    false,
		"{status: {phase: Running}}":                                                             false,
		"{status: {conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded}]}}": true,
		"{status: {conditions: [{type: Failed, status: 'True', reason: PodFailurePolicy}]}}":     true,
		"{status: {conditions: [{type: Failed, status: 'True', reason: DeadlineExceeded}]}}":     false,
		"{status: {conditions: [{type: FailureTarget, status: 'True', reason: x}]}}":             false,
		"{status: {conditions: [{type: Complete, status: 'True'}]}}":                             false,
		"{}": false,
	} {
		obj := &unstructured.Unstructured{}
		if err := yaml.Unmarshal([]byte(text), &obj.Object); err != nil {
			t.Fatal(err)
		}
		if got := failedByItself(obj); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
	if failedByItself(nil) {
		t.Error("one that does not exist has failed")
	}
}
