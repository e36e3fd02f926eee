package world

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/kube"
)

// changedSince is an API server with a namespace that has changed since it was listed.
type changedSince struct {
	t       *testing.T
	now     corev1.Namespace
	deleted bool
}

func (s *changedSince) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	var answer any = &s.now
	if r.Method == http.MethodDelete {
		var o metav1.DeleteOptions
		if err := json.NewDecoder(r.Body).Decode(&o); err != nil {
			s.t.Error(err)
		}
		if s.deleted = *o.Preconditions.ResourceVersion == s.now.ResourceVersion; !s.deleted {
			w.WriteHeader(http.StatusConflict)
			answer = metav1.Status{Status: metav1.StatusFailure, Reason: metav1.StatusReasonConflict, Code: http.StatusConflict}
		}
	}
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		s.t.Error(err)
	}
}

// dead is what is known about a run that has ended.
type dead bool

func (d dead) Alive(context.Context, string) (bool, error)      { return !bool(d), nil }
func (d dead) AwaitDeath(context.Context, string) (bool, error) { return bool(d), nil }

// TestANamespaceThatIsKeptMeanwhile: a run that ends with --keep-on-failure labels its namespaces, possibly after a run that begins
// has listed them.
func TestANamespaceThatIsKeptMeanwhile(t *testing.T) {
	now := metav1.NewTime(time.Now())
	for name, c := range map[string]struct {
		change  func(*corev1.Namespace)
		dead    dead
		deleted bool
	}{
		"kept":                  {func(ns *corev1.Namespace) { ns.Labels[LabelKept] = "true" }, true, false},
		"only changed":          {func(ns *corev1.Namespace) { ns.Labels["a"] = "b" }, true, true},
		"of a run that resumed": {func(ns *corev1.Namespace) { ns.Labels["a"] = "b" }, false, false},
		"being deleted":         {func(ns *corev1.Namespace) { ns.DeletionTimestamp = &now }, true, false},
	} {
		listed := corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "shop", UID: "u", ResourceVersion: "1", Labels: map[string]string{LabelRun: "r"}}}
		s := &changedSince{t: t, now: *listed.DeepCopy()}
		s.now.ResourceVersion = "2"
		c.change(&s.now)
		server := httptest.NewServer(s)
		config := &kube.Config{Host: server.URL}
		config.ContentType = "application/json"
		client, err := kube.New(config)
		if err != nil {
			t.Fatal(err)
		}
		removed, err := (&Run{Client: client}).removeOrphan(t.Context(), c.dead, "r", &listed)
		server.Close()
		if err != nil || removed != c.deleted || s.deleted != c.deleted {
			t.Errorf("%s: removed %v, deleted %v, %v", name, removed, s.deleted, err)
		}
	}
}
