package engine

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/scenarios/report"
)

// TestStalled: a wait that timed out while the scheduler or the controller manager did not work says nothing.
func TestStalled(t *testing.T) {
	now := time.Now().Truncate(time.Second) // with the precision of the Date header
	lease := func(acting, silent time.Duration) string {
		const form = "2006-01-02T15:04:05.000000Z07:00"
		return fmt.Sprintf(`{"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "spec": {"acquireTime": %q, "renewTime": %q}}`,
			now.Add(-acting).UTC().Format(form), now.Add(-silent).UTC().Format(form))
	}
	const long = time.Hour
	ranOut := &observe.Missed{Saw: "Pending", Cause: context.DeadlineExceeded}
	for name, c := range map[string]struct {
		failed             error
		scheduler, manager string
		says               string
	}{
		"both act":                            {ranOut, lease(long, time.Second), lease(long, 3*time.Second), ""},
		"the scheduler is silent":             {ranOut, lease(long, 20*time.Second), lease(long, 0), "kube-scheduler does not act: it has not renewed its Lease for 20s"},
		"the controller manager is":           {ranOut, lease(long, 0), lease(long, time.Minute), "kube-controller-manager does not act"},
		"it started again in between":         {ranOut, lease(5*time.Second, 0), lease(long, 0), "kube-scheduler did not act for a part of the wait"},
		"a question that ran out":             {&probe.Failed{Last: errors.New("refused")}, lease(long, time.Minute), lease(long, 0), "kube-scheduler"},
		"a wait that failed fast":             {&observe.Missed{Saw: "Pending", Cause: errors.New("cannot come")}, lease(long, time.Minute), lease(long, 0), ""},
		"a question that failed fast":         {&probe.Failed{Last: fmt.Errorf("no such program: %w", probe.ErrFailFast)}, lease(long, time.Minute), lease(long, 0), ""},
		"no wait":                             {errors.New("the manifest is refused"), lease(long, time.Minute), lease(long, 0), ""},
		"a control plane that somebody hosts": {ranOut, "", "", ""},
		"a Lease without times":               {ranOut, "{}", "{}", ""},
		"what is no Lease":                    {ranOut, "[", lease(long, 0), "read the Lease of kube-scheduler"},
	} {
		_, client := answeringServer(t, func(w http.ResponseWriter, r *http.Request) {
			answer := map[string]string{"kube-scheduler": c.scheduler, "kube-controller-manager": c.manager}[r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]]
			if answer == "" {
				w.WriteHeader(http.StatusNotFound)
			}
			w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
			_, _ = w.Write([]byte(answer))
		})
		s := &report.Scenario{Steps: []*report.Step{{Status: report.Failed, Started: time.Now().Add(-30 * time.Second)}}}
		err := stalled(t.Context(), client, s, fmt.Errorf("the step: %w", c.failed))
		if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}
