package ownstep

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
)

// shop is the Go type of an application.
type shop struct {
	Spec struct {
		Open bool `json:"open"`
	} `json:"spec"`
	Status struct {
		Phase string `json:"phase"`
	} `json:"status"`
}

const head = "apiVersion: v1\nkind: Shop\nmetadata: {name: tea, namespace: a, uid: u, generation: 2}\n"

// TestEventually: a check of a project decides, but for a status that is of an older spec, and its faults end only its own wait.
func TestEventually(t *testing.T) {
	isOpen := func(s *shop) (bool, string) { return s.Status.Phase == "Open", "phase " + s.Status.Phase }
	for name, c := range map[string]struct {
		doc   string
		check func(*shop) (bool, string)
		want  string // "" if it is met
	}{
		"met":                     {head + "status: {phase: Open}", isOpen, ""},
		"of the present spec":     {head + "status: {phase: Open, observedGeneration: 2}", isOpen, ""},
		"of an older spec":        {head + "status: {phase: Open, observedGeneration: 1}", isOpen, "its controller has seen generation 1, the spec is at 2"},
		"it does not need status": {head + "spec: {open: true}\nstatus: {observedGeneration: 1}", func(s *shop) (bool, string) { return s.Spec.Open, "closed" }, ""},
		"not met":                 {head + "status: {phase: Closed}", isOpen, "phase Closed"},
		"it says nothing":         {head, func(*shop) (bool, string) { return false, "" }, "the check of the step is not met"},
		"not there":               {strings.Replace(head, "tea", "coffee", 1), isOpen, `there is no shop "tea"`},
		"it panics":               {head, func(*shop) (bool, string) { panic("oh no") }, "the step panicked: oh no"},
		"it ends its goroutine":   {head, func(*shop) (bool, string) { runtime.Goexit(); return true, "" }, "it must return its result"},
		"another kind":            {head + "spec: {open: 3}", isOpen, "correct the Go type"},
	} {
		w := viewtest.Open(t, viewtest.See(t, c.doc))
		err := Eventually(t.Context(), w.World, step.Ending{}, Object{Ref: w.Ref("Shop", "tea")}, c.check)
		expect(t, name, err, c.want)
		if err != nil && strings.Contains(err.Error(), "guard.go") {
			t.Errorf("%s: the stack has more than the check: %v", name, err)
		}
	}
}

// TestTheObjectIsACopy: what a check does to an object is not seen by others.
func TestTheObjectIsACopy(t *testing.T) {
	seen := viewtest.See(t, head+"spec: {open: true}")
	w := viewtest.Open(t, seen)
	err := Eventually(t.Context(), w.World, step.Ending{}, Object{Ref: w.Ref("Shop", "tea")}, func(obj *unstructured.Unstructured) (bool, string) {
		return unstructured.SetNestedField(obj.Object, "spoilt", "spec", "open") == nil, ""
	})
	if open, _, _ := unstructured.NestedBool(seen[0].Object.Object, "spec", "open"); err != nil || !open {
		t.Errorf("%v, %v", seen[0].Object, err)
	}
}

// TestNever: every version of the present object counts, and nothing is not a proof.
func TestNever(t *testing.T) {
	pod := func(uid, phase string) string {
		return "{apiVersion: v1, kind: Pod, metadata: {name: tea, namespace: a, uid: " + uid + "}, status: {phase: " + phase + "}}"
	}
	failed := func(p *corev1.Pod) (bool, string) { return p.Status.Phase == corev1.PodFailed, "it had failed" }
	for name, c := range map[string]struct {
		docs []string
		bad  func(*corev1.Pod) (bool, string)
		want string
	}{
		"never":            {[]string{pod("u", "Pending"), pod("u", "Running")}, failed, ""},
		"once":             {[]string{pod("u", "Failed"), pod("u", "Running")}, failed, "it had failed"},
		"a former object":  {[]string{pod("u", "Failed"), pod("v", "Running")}, failed, ""},
		"no object":        {[]string{strings.Replace(pod("u", "Failed"), "tea", "coffee", 1)}, failed, `there never was a pod "tea"`},
		"it says nothing":  {[]string{pod("u", "Failed")}, func(*corev1.Pod) (bool, string) { return true, "" }, "a version of it was bad"},
		"the check panics": {[]string{pod("u", "Failed")}, func(*corev1.Pod) (bool, string) { panic("oh no") }, "the step panicked: oh no"},
	} {
		w := viewtest.Open(t, viewtest.See(t, c.docs...))
		expect(t, name, Never(t.Context(), w.World, step.Span{}, Object{Ref: w.Ref("Pod", "tea")}, c.bad), c.want)
	}
}

// TestOnlyActionsChange: a change by a step that a replay would take for a check is refused.
func TestOnlyActionsChange(t *testing.T) {
	w := viewtest.Open(t, viewtest.See(t, head))
	tea := Object{Ref: w.Ref("Shop", "tea")}
	for name, err := range map[string]error{
		"apply":  Apply(t.Context(), w.World, head),
		"patch":  Patch(t.Context(), w.World, tea, "spec: {open: true}"),
		"delete": Delete(t.Context(), w.World, tea),
	} {
		expect(t, name, err, "set Acts to true")
	}
}

// TestUnobserved: it keeps its cause, and is no verdict.
func TestUnobserved(t *testing.T) {
	err := Unobserved(context.DeadlineExceeded)
	if !errors.Is(err, observe.ErrUnobserved) || !errors.Is(err, context.DeadlineExceeded) || err.Error() != context.DeadlineExceeded.Error() {
		t.Errorf("%v", err)
	}
}

func expect(t *testing.T, name string, err error, want string) {
	t.Helper()
	if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
		t.Errorf("%s: %v, want %q", name, err, want)
	}
}
