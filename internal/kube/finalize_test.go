package kube

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
)

// TestANamespaceThatStaysIsNotEmptied: only namespaces that are being deleted are emptied, whoever asks for it.
func TestANamespaceThatStaysIsNotEmptied(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || r.URL.Path != "/api/v1/namespaces" {
			t.Errorf("it was asked to %s %s", r.Method, r.URL.Path)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"kind":"NamespaceList","apiVersion":"v1","items":[{"metadata":{"name":"default"},"spec":{"finalizers":["kubernetes"]}}]}`))
	}))
	defer server.Close()
	client, err := New(&rest.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	gv := schema.GroupVersion{Version: "v1"}
	pods := Kind{GVK: gv.WithKind("Pod"), GVR: gv.WithResource("pods"), Namespaced: true}
	if err := client.Finalize(t.Context(), []string{"default"}, []Kind{pods}); err == nil {
		t.Error("it must say that the namespace is not being deleted")
	}
}
