package kube

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
)

// TestGoneWithItsKind: when the definition of a kind is deleted, its objects are gone and nobody waits for them.
func TestGoneWithItsKind(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(`{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}`))
	}))
	defer server.Close()
	client, err := New(&rest.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	gv := schema.GroupVersion{Group: "gone.invalid", Version: "v1"}
	ref := Ref{Kind: Kind{GVK: gv.WithKind("Crate"), GVR: gv.WithResource("crates")}, Name: "one"}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := client.AwaitGone(ctx, ref); err != nil {
		t.Error(err)
	}
}
