package engine

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gherkind/gherkind/internal/dispatch"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// TestSecretsOfWhichNoStepSpeaks: a pod may print a value of a Secret that somebody else created in the scenario's namespaces.
// These Secrets are read before a failure is reported. A missing permission for that is not mentioned; any other error warns
// that values may be shown.
func TestSecretsOfWhichNoStepSpeaks(t *testing.T) {
	const list = `{"apiVersion": "v1", "kind": "SecretList", "metadata": {"resourceVersion": "1"}, "items": [
		{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "made", "namespace": "student"}, "data": {"p": "aHVudGVyLXR3bw=="}}]}`
	const forbidden = `{"apiVersion": "v1", "kind": "Status", "status": "Failure", "reason": "Forbidden", "code": 403,
		"message": "secrets is forbidden: User \"a\" cannot list resource \"secrets\" in API group \"\" in the namespace \"student\""}`
	for name, c := range map[string]struct {
		code   int
		answer string
		hidden bool
		warns  string
	}{
		"they are read":        {200, list, true, ""},
		"they may not be read": {403, forbidden, false, ""},
		"nobody can tell":      {500, "{}", false, "values of Secrets in namespace student"},
	} {
		var asked atomic.Int32
		_, client := answeringServer(t, func(w http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			if r.URL.Path != "/api/v1/namespaces/student/secrets" {
				t.Errorf("%s: it asks for %s", name, r.URL.Path)
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(c.code)
			_, _ = w.Write([]byte(c.answer))
		})
		hub, tape := observe.Replay(t.Context(), observe.Recording{})
		t.Cleanup(hub.Stop)
		w := (&world.Run{Client: client, Hub: hub}).Replay(tape, world.Scenario{}, world.State{Namespaces: map[string]string{"": "student"}}, nil)
		tell, s := dispatch.New(nil), &report.Scenario{}
		tell.Begin(&plan.Plan{}, &report.Run{}, nil)
		var running atomic.Pointer[report.Step]
		w.Warned = tell.Warned(s, &running)
		l := &learner{run: &runner{tell: tell}, s: s, w: w}
		l.failed(t.Context())
		l.failed(t.Context())
		if got := tell.Masked(s, "it printed hunter-two"); strings.HasSuffix(got, kube.HiddenValue) != c.hidden {
			t.Errorf("%s: %q", name, got)
		}
		warned := ""
		for _, each := range s.Warnings {
			warned += each.Text
		}
		if asked.Load() != 1 || !strings.Contains(warned, c.warns) || (warned == "") != (c.warns == "") {
			t.Errorf("%s: asked %d times, warned %q", name, asked.Load(), warned)
		}
	}
}
