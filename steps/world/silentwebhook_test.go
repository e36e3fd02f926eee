package world

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// TestWhoseWebhookDoesNotAnswer: a webhook of the scenario's own that does not answer refuses what is applied; one of others is
// the fault of the cluster, also for writes that apply nothing.
func TestWhoseWebhookDoesNotAnswer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprint(rw, `{"kind":"ValidatingWebhookConfiguration","apiVersion":"admissionregistration.k8s.io/v1","metadata":{"name":"own","uid":"1"},"webhooks":[{"name":"own.invalid"}]}`)
	}))
	defer server.Close()
	client, err := kube.New(&rest.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	own := kube.Ref{Kind: barrierKinds[0], Name: "own"}
	for name, c := range map[string]struct {
		webhook string
		created map[kube.Ref]types.UID
		applied bool
		refused bool // what is applied
		fault   bool // of the cluster
	}{
		"its own":                         {"own.invalid", map[kube.Ref]types.UID{own: "1"}, true, true, false},
		"its own, and nothing is applied": {"own.invalid", map[kube.Ref]types.UID{own: "1"}, false, false, false},
		"of others":                       {"others.invalid", map[kube.Ref]types.UID{own: "1"}, true, false, true},
		"of others, nothing is applied":   {"others.invalid", nil, false, false, true},
		"another object of that name":     {"own.invalid", map[kube.Ref]types.UID{own: "2"}, true, false, true},
	} {
		w := &World{Run: &Run{Client: client}, created: c.created}
		answer := error(apierrors.NewInternalError(fmt.Errorf("failed calling webhook %q: refused", c.webhook)))
		if c.applied {
			answer = &kube.SilentWebhookError{Webhook: c.webhook, Refusal: &kube.ApplyError{Reason: answer.Error(), Err: answer}}
		}
		got := w.admitted(t.Context(), fmt.Errorf("apply it: %w", answer))
		if errors.As(got, new(*kube.ApplyError)) != c.refused || errors.Is(got, observe.ErrUnobserved) != c.fault || got == nil {
			t.Errorf("%s: %v", name, got)
		}
	}
	if err := (&World{}).admitted(t.Context(), nil); err != nil {
		t.Error(err)
	}
}
