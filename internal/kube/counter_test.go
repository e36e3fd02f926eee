package kube

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

func TestResourceOfAPath(t *testing.T) {
	for path, want := range map[string]string{
		"/version": "version", "/healthz/ping": "healthz", "/": "", "/api": "api", "/api/v1": "api", "/apis": "apis", "/apis/apps": "apis", "/apis/apps/v1": "apis",
		"/api/v1/pods":                                              "pods",
		"/api/v1/nodes/worker":                                      "nodes",
		"/api/v1/nodes/worker/status":                               "nodes/status",
		"/api/v1/namespaces":                                        "namespaces",
		"/api/v1/namespaces/n":                                      "namespaces",
		"/api/v1/namespaces/n/status":                               "namespaces/status",
		"/api/v1/namespaces/n/finalize":                             "namespaces/finalize",
		"/api/v1/namespaces/n/pods":                                 "pods",
		"/api/v1/namespaces/n/pods/web":                             "pods",
		"/api/v1/namespaces/n/pods/web/exec":                        "pods/exec",
		"/api/v1/namespaces/namespaces/pods/namespaces":             "pods",
		"/apis/apps/v1/deployments":                                 "deployments",
		"/apis/apps/v1/namespaces/n/deployments":                    "deployments",
		"/apis/apps/v1/namespaces/n/deployments/web/scale":          "deployments/scale",
		"/apis/rbac.authorization.k8s.io/v1/clusterroles/view":      "clusterroles",
		"/api/v1/namespaces/n/services/web:80/proxy/a/longer/path/": "services/proxy",
	} {
		if got := resource(path); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

func TestVerbOfARequest(t *testing.T) {
	for _, c := range []struct{ method, url, want string }{
		{"GET", "/api/v1/pods", "GET"},
		{"GET", "/api/v1/pods?watch=true&resourceVersion=7", "WATCH"},
		{"DELETE", "/api/v1/pods?watch=true", "DELETE"},
		{"PATCH", "/api/v1/namespaces/n/pods/web?fieldManager=x", "PATCH"},
	} {
		if got := verb(httptest.NewRequest(c.method, c.url, nil)); got != c.want {
			t.Errorf("%s %s: got %s, want %s", c.method, c.url, got, c.want)
		}
	}
}

// Every request counts, answered or not, from any number of goroutines, and a returned count does not change.
func TestRequestsAreCounted(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) { reply(w, 404, status(404, "NotFound", "no")) })
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := client.Get(t.Context(), webPod); err != nil {
				t.Error(err)
			}
			if err := client.Writer(nil, nil).Evict(t.Context(), webPod, "u"); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	before := client.Requests()
	if want := map[string]int64{"GET pods": 8, "POST pods/eviction": 8}; !maps.Equal(before, want) {
		t.Errorf("got %v, want %v", before, want)
	}
	if err := client.Writer(nil, nil).Evict(t.Context(), webPod, "u"); err != nil {
		t.Error(err)
	}
	if before["POST pods/eviction"] != 8 || client.Requests()["POST pods/eviction"] != 9 {
		t.Errorf("got %v after %v", client.Requests(), before)
	}
}
