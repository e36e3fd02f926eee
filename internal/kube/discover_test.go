package kube

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// shop serves core/v1, apps/v1 and, depending on its fields, metrics/v1beta1.
type shop struct {
	metrics atomic.Int32 // 0: does not exist, 200: exists, otherwise the status code it fails with
	down    atomic.Bool  // fails entirely
	asked   atomic.Int32 // how often its groups were requested
}

func (s *shop) client(t *testing.T) *Client {
	t.Helper()
	served := func(name, kind string, namespaced bool, short ...string) map[string]any {
		return map[string]any{"name": name, "kind": kind, "namespaced": namespaced, "verbs": []string{"get", "list", "delete"}, "shortNames": short}
	}
	list := func(w http.ResponseWriter, gv string, resources ...map[string]any) {
		reply(w, 200, map[string]any{"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": gv, "resources": resources})
	}
	group := func(name, version string) map[string]any {
		v := map[string]any{"groupVersion": name + "/" + version, "version": version}
		return map[string]any{"name": name, "versions": []any{v}, "preferredVersion": v}
	}
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		metrics := int(s.metrics.Load())
		switch {
		case s.down.Load():
			reply(w, 503, status(503, "ServiceUnavailable", "down"))
		case r.URL.Path == "/api":
			s.asked.Add(1)
			reply(w, 200, map[string]any{"kind": "APIVersions", "versions": []string{"v1"}})
		case r.URL.Path == "/apis":
			groups := []any{group("apps", "v1")}
			if metrics != 0 {
				groups = append(groups, group("metrics.k8s.io", "v1beta1"))
			}
			reply(w, 200, map[string]any{"kind": "APIGroupList", "apiVersion": "v1", "groups": groups})
		case r.URL.Path == "/api/v1":
			list(w, "v1", served("pods", "Pod", true, "po"), served("pods/log", "Pod", true), served("nodes", "Node", false, "no"))
		case r.URL.Path == "/apis/apps/v1":
			list(w, "apps/v1", served("deployments", "Deployment", true, "deploy"), served("daemonsets", "DaemonSet", true, "ds"))
		case r.URL.Path == "/apis/metrics.k8s.io/v1beta1" && metrics == 200:
			list(w, "metrics.k8s.io/v1beta1", served("podmetrics", "PodMetrics", true))
		case metrics >= 500:
			reply(w, metrics, status(metrics, "ServiceUnavailable", "no backend"))
		default:
			reply(w, 404, status(404, "NotFound", "no"))
		}
	})
}

func TestNamesOfKinds(t *testing.T) {
	client := (&shop{}).client(t)
	deployment := Kind{GVK: schema.GroupVersionKind{Group: "apps", Version: "v1", Kind: "Deployment"},
		GVR: schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"}, Namespaced: true}
	for _, name := range []string{"deployment", "deployments", "deploy", "Deployment", "DEPLOYMENTS", "deployment.apps", "deployments.apps", "Deployment.apps"} {
		if got, err := client.KindByName(t.Context(), name); err != nil || !reflect.DeepEqual(got, deployment) {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
	if got, err := client.Kind(t.Context(), deployment.GVK); err != nil || !reflect.DeepEqual(got, deployment) || got.String() != "Deployment" {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := client.KindByName(t.Context(), "no"); err != nil || got.GVR.Resource != "nodes" || got.Namespaced {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestUnknownKinds(t *testing.T) {
	client := (&shop{}).client(t)
	for name, want := range map[string][]string{
		"deploymnet":       {"Deployment in apps/v1"},
		"daemonsett.apps":  {"DaemonSet in apps/v1"},
		"podz":             {"Pod in v1", "Node in v1"}, // and no pods/log
		"certificate":      nil,
		"deployments.core": {"Deployment in apps/v1"},
	} {
		_, err := client.KindByName(t.Context(), name)
		var unknown *UnknownKindError
		if !errors.As(err, &unknown) || unknown.Asked != `"`+name+`"` || !reflect.DeepEqual(unknown.Suggestions, want) {
			t.Errorf("%q: got %#v, want %q", name, err, want)
		}
	}
	var unknown *UnknownKindError
	_, err := client.Kind(t.Context(), schema.GroupVersionKind{Group: "apps", Version: "v1beta1", Kind: "Deployment"})
	if !errors.As(err, &unknown) || err.Error() != "the cluster does not know the kind Deployment in apps/v1beta1; did you mean Deployment in apps/v1?" {
		t.Errorf("an old version: got %v", err)
	}
}

// Known kinds are not requested again, and for a new one discovery is repeated once.
func TestANewKindIsFound(t *testing.T) {
	s := &shop{}
	client := s.client(t)
	for range 3 {
		if _, err := client.KindByName(t.Context(), "pods"); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.asked.Load(); n != 1 {
		t.Errorf("asked %d times for what is known", n)
	}
	s.metrics.Store(200)
	if got, err := client.KindByName(t.Context(), "podmetrics"); err != nil || got.GVK.Group != "metrics.k8s.io" {
		t.Errorf("got %+v, %v", got, err)
	}
	if n := s.asked.Load(); n != 2 {
		t.Errorf("asked %d times, want one more", n)
	}
}

// Whoever is told that a kind is unknown looks for their own mistake, so a failed discovery must not say so.
func TestTroubleWithDiscovery(t *testing.T) {
	unknown := new(*UnknownKindError)
	metrics := schema.GroupVersionKind{Group: "metrics.k8s.io", Version: "v1beta1", Kind: "PodMetrics"}
	s := &shop{}
	client := s.client(t)
	if _, err := client.Kind(t.Context(), metrics); !errors.As(err, unknown) {
		t.Errorf("a group that does not exist: got %v", err)
	}
	s.metrics.Store(503)
	for name, ask := range map[string]func() (Kind, error){
		"by kind":         func() (Kind, error) { return client.Kind(t.Context(), metrics) },
		"by name":         func() (Kind, error) { return client.KindByName(t.Context(), "podmetrics") },
		"with its group":  func() (Kind, error) { return client.KindByName(t.Context(), "podmetrics.metrics.k8s.io") },
		"part of a group": func() (Kind, error) { return client.KindByName(t.Context(), "podmetrics.metrics") },
	} {
		if _, err := ask(); err == nil || errors.As(err, unknown) || !strings.Contains(err.Error(), "metrics.k8s.io/v1beta1") {
			t.Errorf("a silent group, asked %s: got %v", name, err)
		}
	}
	for _, name := range []string{"pods", "deployment.apps"} {
		if _, err := client.KindByName(t.Context(), name); err != nil {
			t.Errorf("%s beside a silent group: %v", name, err)
		}
	}
	if _, err := client.KindByName(t.Context(), "deploymnet.apps"); !errors.As(err, unknown) {
		t.Errorf("the group apps is not silent: got %v", err)
	}
	s.down.Store(true) // after its earlier answers
	if _, err := client.Kind(t.Context(), schema.GroupVersionKind{Version: "v1", Kind: "Parcel"}); err == nil || errors.As(err, unknown) {
		t.Errorf("a server that is down: got %v", err)
	}
}

func TestKindsAreNotAskedForTooLate(t *testing.T) {
	s := &shop{}
	client := s.client(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := client.KindByName(ctx, "pods"); !errors.Is(err, context.Canceled) || len(client.Requests()) != 0 {
		t.Errorf("got %v after %v", err, client.Requests())
	}
}
