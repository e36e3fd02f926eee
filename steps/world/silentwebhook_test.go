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

// TestWhoseWebhookDoesNotAnswer: if a webhook of the scenario does not answer, the manifest is rejected; if it is a webhook of
// somebody else, the cluster is at fault, also for writes other than applies.
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
		refused bool // the manifest is rejected
		fault   bool // the cluster is at fault
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
