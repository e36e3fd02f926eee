package world

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/observe"
)

// TestANamespaceThatIsNotMade: in a cluster without its controllers, a namespace never becomes ready, which is no failure of
// the scenario.
func TestANamespaceThatIsNotMade(t *testing.T) {
	answers := map[string]string{
		"/api":  `{"kind": "APIVersions", "versions": ["v1"]}`,
		"/apis": `{"kind": "APIGroupList", "apiVersion": "v1", "groups": []}`,
		"/api/v1": `{"kind": "APIResourceList", "groupVersion": "v1", "resources": [
		  {"name": "serviceaccounts", "singularName": "serviceaccount", "namespaced": true, "kind": "ServiceAccount", "verbs": ["get", "list", "watch"]}]}`,
	}
	client := clientOf(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(answers[r.URL.Path]))
	}))
	hub := observe.NewHub(t.Context(), client, observe.Options{})
	defer hub.Stop()
	w := &World{Run: &Run{Client: client, Hub: hub}, Timeline: hub.Timeline("a")}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err := w.awaitServiceAccount(ctx, "a")
	if !errors.Is(err, observe.ErrUnobserved) || !strings.Contains(err.Error(), "is the controller manager running?") {
		t.Errorf("got %v", err)
	}
}
