package kube

import (
	"net/http"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// A cluster of another version decides about its own fields: one more than gherkind's types have, and one less.
func TestFieldsThatTheClusterKnows(t *testing.T) {
	const described = `{"components": {"schemas": {
	  "Deployment": {"x-kubernetes-group-version-kind": [{"group": "apps", "version": "v1", "kind": "Deployment"}], "properties": {
	    "metadata": {"allOf": [{"$ref": "#/components/schemas/Meta"}]},
	    "spec": {"allOf": [{"$ref": "#/components/schemas/Spec"}]}}},
	  "Meta": {"properties": {"labels": {"additionalProperties": {"type": "string"}}}},
	  "Spec": {"properties": {"ofNextYear": {"type": "object", "properties": {"a": {}}},
	    "list": {"items": {"allOf": [{"$ref": "#/components/schemas/Item"}]}},
	    "any": {"type": "object"}, "kept": {"x-kubernetes-preserve-unknown-fields": true, "properties": {"a": {}}}}},
	  "Item": {"properties": {"image": {}}}}}}`
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/openapi/v3":
			reply(w, 200, map[string]any{"paths": map[string]any{"apis/apps/v1": map[string]any{"serverRelativeURL": "/openapi/v3/apis/apps/v1?hash=1"}}})
		case "/openapi/v3/apis/apps/v1":
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(described))
		case "/api":
			reply(w, 200, map[string]any{"kind": "APIVersions", "versions": []string{}})
		case "/apis":
			v := map[string]any{"groupVersion": "apps/v1", "version": "v1"}
			reply(w, 200, map[string]any{"kind": "APIGroupList", "apiVersion": "v1", "groups": []any{
				map[string]any{"name": "apps", "versions": []any{v}, "preferredVersion": v}}})
		case "/apis/apps/v1":
			reply(w, 200, map[string]any{"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "apps/v1", "resources": []any{
				map[string]any{"name": "deployments", "kind": "Deployment", "namespaced": true, "verbs": []string{"get"}}}})
		default:
			reply(w, 404, status(404, "NotFound", "no"))
		}
	})
	for path, want := range map[string]bool{
		"spec.ofNextYear": true, "spec.ofNextYear.a": true, "spec.ofNextYear.b": false, "spec.replica": false, "stauts": false,
		"spec.list.[].image": true, "spec.list.[].imge": false, "metadata.labels.x": true, "metadata.lables": false,
		"spec.any.x.y": true, "spec.kept.x.y": true,
	} {
		for _, version := range []string{"v1", "v9"} { // a version that the cluster has, and one that it does not have
			field := Unknown{schema.GroupVersionKind{Group: "apps", Version: version, Kind: "Deployment"}, strings.Split(path, ".")}
			if got, err := client.Knows(t.Context(), field); err != nil || got != want {
				t.Errorf("%s in %s: %t, %v", path, version, got, err)
			}
		}
	}
	if _, err := client.Knows(t.Context(), Unknown{schema.GroupVersionKind{Version: "v1", Kind: "Pod"}, []string{"spec"}}); err == nil {
		t.Error("it knows a kind that the cluster does not serve")
	}
}
