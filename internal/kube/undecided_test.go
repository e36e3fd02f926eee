package kube

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// TestUndecided: an API server that is too busy, or has no store, has not judged an object; what it says about one is a
// judgement, whatever the status.
func TestUndecided(t *testing.T) {
	for message, c := range map[string]struct {
		code      int
		undecided bool
	}{
		"etcdserver: request timed out":           {500, true},
		"etcdserver: leader changed":              {503, true},
		"the server is currently unable":          {503, true},
		"Timeout: request did not complete":       {504, true},
		"the server has received too many":        {429, true},
		"etcdserver: request is too large":        {500, false},
		`admission webhook "a.b" denied the rest`: {500, false},
		`failed calling webhook "a.b": refused`:   {500, false},
		"conversion webhook for a.b/v1 failed":    {500, false},
		"error trying to reach service: refused":  {503, false},
		"pods web is forbidden: exceeded quota":   {403, false},
		"Operation cannot be fulfilled":           {409, false},
		"spec.containers: Required value":         {422, false},
	} {
		client := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if !discover(w, r, false) {
				reply(w, c.code, status(c.code, "Any", message))
			}
		})
		writer, pod := client.Writer(nil, nil), webPod
		_, applied := writer.Apply(t.Context(), &unstructured.Unstructured{Object: object(t, "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: n}}")})
		for way, err := range map[string]error{"apply": applied, "scale": writer.Scale(t.Context(), pod, 2)} {
			if Undecided(fmt.Errorf("do it: %w", err)) != c.undecided || err == nil {
				t.Errorf("%s, %d %s: %v", way, c.code, message, err)
			}
		}
	}
	if Undecided(nil) || Undecided(errors.New("refused")) {
		t.Error("an error that is not an answer of an API server counts as undecided")
	}
}
