package kube

import (
	"errors"
	"net/http"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// TestASilentWebhookRefusesNothing: a webhook that does not answer is a refusal only for its owner.
func TestASilentWebhookRefusesNothing(t *testing.T) {
	for message, name := range map[string]string{
		`Internal error occurred: failed calling webhook "a.b": failed to call webhook: connection refused`:       "a.b",
		`Internal error occurred: failed calling webhook "a.b": expected webhook response of admission.k8s.io/v1`: "a.b",
		`admission webhook "a.b" denied the request: no`:                                                          "",
	} {
		_, _, err := applyTo(t, func(w http.ResponseWriter, _ *http.Request) { reply(w, 500, status(500, "InternalError", message)) })
		silent, is := errors.AsType[*SilentWebhookError](err)
		if SilentWebhook(err) != name || is != (name != "") || errors.As(err, new(*ApplyError)) == is {
			t.Errorf("%s: webhook %q, %v", message, SilentWebhook(err), err)
		}
		if is && (silent.Webhook != name || !silent.Refusal.Says(name)) {
			t.Errorf("%s: %+v", message, silent)
		}
	}
}

// TestDryRunOfASilentWebhook: an object that was not judged is not refused, and one that cannot be tried is unknown.
func TestDryRunOfASilentWebhook(t *testing.T) {
	for name, c := range map[string]struct {
		code         int
		message      string
		fails, known bool
	}{
		"it does not answer":  {500, `Internal error occurred: failed calling webhook "a.b": failed to call webhook: refused`, true, false},
		"it has side effects": {400, `admission webhook "a.b" does not support dry run`, false, false},
		"it refuses":          {400, `admission webhook "a.b" denied the request: no`, true, true},
	} {
		client := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if !discover(w, r, false) {
				reply(w, c.code, status(c.code, "InternalError", c.message))
			}
		})
		_, err := client.DryRun(t.Context(), &unstructured.Unstructured{Object: map[string]any{
			"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": "web", "namespace": "n"},
		}})
		if (err != nil) != c.fails || errors.As(err, new(*ApplyError)) != c.known {
			t.Errorf("%s: %v", name, err)
		}
	}
}
