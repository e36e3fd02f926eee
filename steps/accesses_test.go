package steps

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// TestRightsNeedAnAnswer: if the API server cannot decide, nothing is known about permissions, not even while they must stay
// the same.
func TestRightsNeedAnAnswer(t *testing.T) {
	const account = "{kind: ServiceAccount, apiVersion: v1, metadata: {name: builder, namespace: a, uid: s}}"
	asked := world.Question{Kind: world.QuestionAccess, Namespace: "a", ServiceAccount: "builder", Verb: "list", Resource: "pods", In: "a"}
	for name, c := range map[string]struct {
		answers           []review
		ending            step.Ending
		fails, unobserved bool
	}{
		"it may not":                 {[]review{{}}, upTo(5), false, false},
		"it may":                     {[]review{{Allowed: true}}, upTo(5), true, false},
		"nobody says":                {[]review{{Unasked: true}}, upTo(5), true, true},
		"nobody says for a while":    {[]review{{Unasked: true}, {}}, upTo(5), false, false},
		"nobody says during a hold":  {[]review{{}, {Unasked: true}}, step.Ending{Within: 5 * time.Second, For: 3 * time.Second}, true, true},
		"it may at a time of a hold": {[]review{{}, {Allowed: true}}, step.Ending{Within: 5 * time.Second, For: 3 * time.Second}, true, false},
	} {
		var answers []world.Answer
		for i, r := range c.answers {
			answer := world.NewAnswer(asked, time.Unix(1001+int64(i), 0), r)
			if r.Unasked {
				answer.Err = "too many requests"
			}
			answers = append(answers, answer)
		}
		s := tell(t, viewtest.See(t, account), world.State{}, answers...)
		err := accountMayNot(t.Context(), s.World, "builder", placeholder.Verb("list"), placeholder.Resource{Kind: "pods"}, c.ending)
		if (err != nil) != c.fails || errors.Is(err, observe.ErrUnobserved) != c.unobserved {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// busyReviews is an API server that has a service account, but cannot evaluate access reviews.
func busyReviews(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	answer := json.NewEncoder(w)
	query := r.URL.Query()
	switch {
	case r.Method == http.MethodPost:
		w.WriteHeader(http.StatusServiceUnavailable)
		_ = answer.Encode(metav1.Status{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Status"}, Status: "Failure", Reason: metav1.StatusReasonServiceUnavailable, Code: 503})
	case query.Get("sendInitialEvents") == "true":
		w.WriteHeader(http.StatusUnprocessableEntity)
		_ = answer.Encode(metav1.Status{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Status"}, Status: "Failure", Reason: metav1.StatusReasonInvalid, Code: 422})
	case query.Get("watch") == "":
		_, _ = w.Write([]byte(`{"apiVersion": "v1", "kind": "ServiceAccountList", "metadata": {"resourceVersion": "1"}, "items": [
		  {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "builder", "namespace": "a", "uid": "s", "resourceVersion": "1"}}]}`))
	default:
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
}

// TestABusyServerIsNoRight: a review that the API server could not decide is also recognized in its real response.
func TestABusyServerIsNoRight(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(busyReviews))
	client, err := kube.New(&kube.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	hub := observe.NewHub(t.Context(), client, observe.Options{})
	defer func() { hub.Stop(); server.Close() }()
	w := (&world.Run{Hub: hub, Client: client, Timeouts: world.DefaultTimeouts()}).Open(world.Scenario{})
	w.Restore(world.State{Namespaces: map[string]string{"": "a"}})
	w.Timeline.Add("a")
	kind := viewtest.KindFor("ServiceAccount")
	if err := w.Watch(t.Context(), kind); err != nil {
		t.Fatal(err)
	}
	for _, wanted := range []bool{true, false} {
		err := mayAs(t.Context(), w, kube.Ref{Kind: kind, Namespace: "a", Name: "builder"}, kube.Deed{Verb: "list", Resource: "pods"}, wanted)
		if !errors.Is(err, observe.ErrUnobserved) {
			t.Errorf("wanted %t: %v", wanted, err)
		}
	}
}
