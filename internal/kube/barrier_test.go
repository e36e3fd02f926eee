package kube

import (
	"errors"
	"fmt"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestBarrier(t *testing.T) {
	said := func(code int32, message string) error {
		return &apierrors.StatusError{ErrStatus: metav1.Status{Status: metav1.StatusFailure, Code: code, Message: message}}
	}
	for message, want := range map[string]string{
		`Internal error occurred: failed calling webhook "nobody.dead.invalid": failed to call webhook: Post "https://127.0.0.1:1/": refused`: "nobody.dead.invalid",
		`admission webhook "strict.example.com" denied the request: no`:                                                                       "strict.example.com",
		`leases.coordination.k8s.io "a" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'p-binding' denied request: no`:              "p-binding",
		`leases.coordination.k8s.io "a" already exists`:                                                                                       "",
	} {
		if got := Barrier(errors.Join(fmt.Errorf("do it: %w", said(500, message)))); got != want {
			t.Errorf("%s: got %q, want %q", message, got, want)
		}
	}
	if got := Barrier(errors.New(`it printed: admission webhook "a" denied the request`)); got != "" {
		t.Errorf("a message that is not from an API server counts: %q", got)
	}
}

// Only kinds that can be both listed and deleted are included.
func TestClusterScoped(t *testing.T) {
	s := &shop{}
	kinds, err := s.client(t).ClusterScoped()
	if err != nil || len(kinds) != 1 || kinds[0].GVR.Resource != "nodes" || kinds[0].Namespaced {
		t.Errorf("got %v, %v", kinds, err)
	}
	s = &shop{}
	s.metrics.Store(503)
	if kinds, err := s.client(t).ClusterScoped(); err != nil || len(kinds) != 1 {
		t.Errorf("with a group that does not answer: %v, %v", kinds, err)
	}
}
