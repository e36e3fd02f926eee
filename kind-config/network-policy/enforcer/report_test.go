package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	coordinationv1 "k8s.io/api/coordination/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
)

// TestReports: a report is about the state before the rules were written, and follows changes in scope, and questions.
func TestReports(t *testing.T) {
	add := func(s cache.Store, object any) {
		t.Helper()
		if err := s.Add(object); err != nil {
			t.Fatal(err)
		}
	}
	revised := func(o metav1.Object, revision string) metav1.Object {
		o.SetResourceVersion(revision)
		return o
	}
	s := stores{pods: store[any](t), namespaces: store[any](t), policies: store[any](t), lease: store[any](t)}
	r := newReporter("own", nil, s)
	if _, err := r.look(); err == nil {
		t.Error("nothing was listed yet")
	}
	add(s.pods, revised(pod("a", "web", "own", ""), "10"))
	add(s.namespaces, revised(namespaced("a", "with"), "11"))
	add(s.policies, revised(policy("a", "p", nil), "12"))
	told := func() *report {
		t.Helper()
		now, err := r.look()
		if err != nil {
			t.Fatal(err)
		}
		add(s.pods, revised(pod("a", "web", "own", ""), "19")) // after the rules were begun
		r.tell(now, 0)
		select {
		case <-r.wake:
			return r.next.Load()
		default:
			return nil
		}
	}
	if got := told(); got == nil || got.pods != "10" || got.namespaces != "11" || got.policies != "12" {
		t.Errorf("the first report is %+v", got)
	}
	if got := told(); got != nil {
		t.Errorf("a report without a cause: %+v", got)
	}
	r.concerns.Store(true)
	if _, err := r.look(); err != nil { // the rules could not be written
		t.Fatal(err)
	}
	if got := told(); got == nil || got.pods != "19" {
		t.Errorf("after a change: %+v", got)
	}
	lease := &coordinationv1.Lease{ObjectMeta: metav1.ObjectMeta{Name: "own", ResourceVersion: "30", Annotations: map[string]string{annotationAsked: "a"}}}
	add(s.lease, lease)
	if got := told(); got == nil || got.answered != "30" {
		t.Errorf("after a question: %+v", got)
	}
	again := lease.DeepCopy()
	again.ResourceVersion = "31" // the answer
	add(s.lease, again)
	if got := told(); got != nil {
		t.Errorf("a second answer: %+v", got)
	}
}

// TestScope: only what may concern scenarios with the add-on is told of, so that others cost nothing.
func TestScope(t *testing.T) {
	ignored, err := selector("without")
	if err != nil {
		t.Fatal(err)
	}
	with, without := namespaced("a", "with"), namespaced("b", "without")
	w := newWatches(nil, "own", ignored)
	for _, n := range []any{with, without} {
		if err := w.namespaces.Informer().GetStore().Add(n); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		object any
		want   bool
	}{
		"a pod": {pod("a", "web", "own", ""), true}, "a pod of others": {pod("b", "web", "own", ""), false}, "a pod of a new namespace": {pod("c", "web", "own", ""), true},
		"a policy": {policy("a", "p", nil), true}, "a policy of others": {policy("b", "p", nil), false},
		"a namespace": {with, true}, "a namespace of others": {without, false}, "missed": {cache.DeletedFinalStateUnknown{}, true},
	} {
		if got := w.policies.inScope(c.object); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestTheLeaseIsWrittenUntilItSucceeds: and keeps the questions of others.
func TestTheLeaseIsWrittenUntilItSucceeds(t *testing.T) {
	var refused int
	got := make(chan *coordinationv1.Lease, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, err := io.ReadAll(q.Body)
		lease := &coordinationv1.Lease{}
		if err := errors.Join(err, json.Unmarshal(body, lease)); err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "application/json")
		if refused++; refused == 1 {
			http.Error(w, "{}", http.StatusServiceUnavailable)
			return
		}
		if err := json.NewEncoder(w).Encode(lease); err != nil {
			t.Error(err)
		}
		got <- lease
	}))
	defer server.Close()
	client, err := kubernetes.NewForConfig(&rest.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	r := newReporter("own", client.CoordinationV1().Leases(namespace), stores{})
	r.tell(report{pods: "10", namespaces: "11", policies: "12", answered: "13"}, 2)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- r.publish(ctx) }()
	lease := <-got
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	want := map[string]string{annotationPods: "10", annotationNamespaces: "11", annotationPolicies: "12", annotationAnswered: "13", annotationInterruptions: "2"}
	if _, asks := lease.Annotations[annotationAsked]; asks || lease.Name != "own" || *lease.Spec.HolderIdentity != r.instance {
		t.Errorf("got %+v", lease)
	}
	for key, value := range want {
		if lease.Annotations[key] != value {
			t.Errorf("%s is %q, want %q", key, lease.Annotations[key], value)
		}
	}
}
