package kube

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

func TestEvict(t *testing.T) {
	pod := Ref{Kind: Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: "Pod"}, Namespaced: true}, Namespace: "ns", Name: "web"}
	cause := map[string]any{"reason": "DisruptionBudget", "message": "The disruption budget web needs 2 healthy pods and has 2 currently"}
	ending := status(403, "Forbidden", "the namespace is being terminated", map[string]any{"reason": "NamespaceTerminating"})
	for name, c := range map[string]struct {
		code   int
		answer any
		says   string
		budget bool
	}{
		"granted":             {201, map[string]any{"kind": "Status", "apiVersion": "v1", "status": "Success"}, "", false},
		"gone":                {404, status(404, "NotFound", "pods web not found"), "", false},
		"another pod by now":  {409, status(409, "Conflict", "the UID differs"), "", false},
		"its namespace ends":  {403, ending, "", false},
		"not allowed":         {403, status(403, "Forbidden", "may not"), `evict pod "web": may not`, false},
		"a budget":            {429, status(429, "TooManyRequests", "Cannot evict pod", cause), "The disruption budget web needs 2 healthy pods", true},
		"a budget, not named": {429, status(429, "TooManyRequests", "Cannot evict pod."), "Cannot evict pod", true},
		"a busy server":       {429, "Too many requests, please try again later.", `evict pod "web": the server has received too many`, false},
		"two budgets":         {500, status(500, "InternalError", "more than one PodDisruptionBudget"), `evict pod "web": more than one`, false},
	} {
		asked := 0
		client := serve(t, func(w http.ResponseWriter, r *http.Request) {
			asked++
			var eviction policyv1.Eviction
			if err := json.NewDecoder(r.Body).Decode(&eviction); err != nil || r.URL.Path != "/api/v1/namespaces/ns/pods/web/eviction" ||
				*eviction.DeleteOptions.Preconditions.UID != "u1" || eviction.Kind != "Eviction" {
				t.Errorf("%s: asked %s for %+v, %v", name, r.URL.Path, eviction, err)
			}
			w.Header().Set("Retry-After", "10") // the server asks for a pause; the caller knows better
			reply(w, c.code, c.answer)
		})
		err := client.Writer(nil, nil).Evict(t.Context(), pod, "u1")
		var budget *BudgetError
		if errors.As(err, &budget) != c.budget || (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
		if asked != 1 {
			t.Errorf("%s: asked %d times", name, asked)
		}
	}
}
