package grade

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/runlock"
)

// TestWhatCannotBeCleanedUpCostsNoGrade, unless another run may have deleted what was graded.
func TestWhatCannotBeCleanedUpCostsNoGrade(t *testing.T) {
	left := errors.New("delete namespace exercise-1: the API server did not answer")
	lost := fmt.Errorf("grade: %w", &runlock.Lost{Silent: time.Hour})
	for _, c := range []struct {
		err    error
		counts bool
	}{{nil, true}, {left, true}, {lost, false}, {errors.Join(left, lost), false}} {
		if g, err := countable(&marks.Grade{}, c.err); (g != nil) != c.counts || !errors.Is(err, c.err) {
			t.Errorf("%v: %v, %v", c.err, g, err)
		}
	}
}

// TestWhatTheClusterRefuses: the student's fault is what the API server refuses, and a wrong apiVersion.
func TestWhatTheClusterRefuses(t *testing.T) {
	refused := func(reason string) error {
		return fmt.Errorf("web.yaml: document 1: %w", &kube.ApplyError{Object: `service "web"`, Reason: reason})
	}
	for _, c := range []struct {
		err      error
		students bool
	}{
		{nil, false},
		{refused("exceeded quota: gherkind-lab"), true},
		{refused("spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated"), false},
		{fmt.Errorf("web.yaml: document 1: %w", &kube.UnknownKindError{Asked: "Deployment in v1", Suggestions: []string{"Deployment in apps/v1"}}), true},
		{fmt.Errorf("web.yaml: document 1: %w", &kube.UnknownKindError{Asked: "Gateway in gateway.networking.k8s.io/v1"}), false},
		{errors.New("apply web: connection refused"), false},
	} {
		if got := refuses(c.err); got != c.students {
			t.Errorf("%v: %v", c.err, got)
		}
	}
}
