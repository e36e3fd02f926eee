package steps

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// TestABudgetThatIsNeverCounted: the result is undecided, unless the controller reports that it cannot compute the budget, or
// the scenario has stopped that controller.
func TestABudgetThatIsNeverCounted(t *testing.T) {
	const budget = "{kind: PodDisruptionBudget, apiVersion: policy/v1, metadata: {name: web, namespace: a, uid: b, generation: 1, resourceVersion: '1'}, STATUS}"
	for name, c := range map[string]struct {
		status     string
		stopped    bool
		unobserved bool
		says       string
	}{
		"nobody looks at it":      {"status: {}", false, true, "has not counted"},
		"it cannot be counted":    {"status: {conditions: [{type: DisruptionAllowed, status: 'False', reason: SyncFailed, message: no scale}]}", false, false, "no scale"},
		"it is counted by now":    {"status: {observedGeneration: 1, conditions: [{type: DisruptionAllowed, status: 'False', reason: SyncFailed, message: no scale}]}", false, true, "has not counted"},
		"the scenario stopped it": {"status: {}", true, false, "still being processed"},
	} {
		s := &apiServer{
			lists: func(resource string) []string {
				if resource == "pods" {
					return []string{"{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: a, uid: p, resourceVersion: '1'}}"}
				}
				return []string{strings.Replace(budget, "STATUS", c.status, 1)}
			},
			write: func(w http.ResponseWriter, _ *http.Request) {
				refuse(w, 429, metav1.StatusReasonTooManyRequests, "Cannot evict pod", metav1.StatusCause{Type: "DisruptionBudget", Message: "The disruption budget web is still being processed by the server."})
			},
		}
		timeouts := world.DefaultTimeouts()
		timeouts.Action = time.Second
		w := s.open(t, timeouts)
		w.Restore(world.State{Namespaces: map[string]string{"": "a"}, StoppedControl: c.stopped})
		var pod world.PodRef
		if err := pod.Resolve(t.Context(), w, "web"); err != nil {
			t.Fatal(err)
		}
		for step, err := range map[string]error{
			"evicted": evictPod(t.Context(), w, pod), "rejected": evictionRejected(t.Context(), w, pod, "The disruption budget web"),
		} {
			if err == nil || errors.Is(err, observe.ErrUnobserved) != c.unobserved || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s, %s: %v", name, step, err)
			}
		}
	}
}

// TestABudgetOfWhichNobodyKnows: if the budgets cannot be listed, the result is undecided, too.
func TestABudgetOfWhichNobodyKnows(t *testing.T) {
	client, err := kube.NewOffline(kube.Served{}, func(request string) error { return errors.New("no answer to " + request) })
	if err != nil {
		t.Fatal(err)
	}
	hub, _ := observe.Replay(t.Context(), observe.Recording{})
	t.Cleanup(hub.Stop)
	w := (&world.Run{Client: client, Hub: hub, Timeouts: world.DefaultTimeouts()}).Open(world.Scenario{})
	if err := ofUncounted(t.Context(), w, "a", errors.New("the budget is still being processed")); !errors.Is(err, observe.ErrUnobserved) {
		t.Error(err)
	}
}
