package kube

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
)

// serve returns a client of an API server with the given handler.
func serve(t *testing.T, handler http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return clientOf(t, server.URL)
}

func clientOf(t *testing.T, host string) *Client {
	t.Helper()
	client, err := New(&rest.Config{Host: host})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func reply(w http.ResponseWriter, code int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		panic(err)
	}
}

func status(code int, reason, message string, causes ...map[string]any) map[string]any {
	return map[string]any{"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": code, "reason": reason,
		"message": message, "details": map[string]any{"causes": causes}}
}

// discover answers discovery requests; late says whether the kind Parcel is served.
func discover(w http.ResponseWriter, r *http.Request, late bool) bool {
	resource := func(name, kind, short string) map[string]any {
		return map[string]any{"name": name, "kind": kind, "namespaced": true, "verbs": []string{"get", "list", "patch"}, "shortNames": []string{short}}
	}
	switch r.URL.Path {
	case "/api":
		reply(w, 200, map[string]any{"kind": "APIVersions", "versions": []string{"v1"}})
	case "/apis":
		reply(w, 200, map[string]any{"kind": "APIGroupList", "apiVersion": "v1", "groups": []any{}})
	case "/api/v1":
		resources := []any{resource("pods", "Pod", "po"), resource("configmaps", "ConfigMap", "cm")}
		if late {
			resources = append(resources, resource("parcels", "Parcel", "pc"))
		}
		reply(w, 200, map[string]any{"kind": "APIResourceList", "groupVersion": "v1", "resources": resources})
	default:
		return false
	}
	return true
}

func TestKinds(t *testing.T) {
	var late atomic.Bool
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if !discover(w, r, late.Load()) {
			reply(w, 404, status(404, "NotFound", "no"))
		}
	})
	for _, name := range []string{"pod", "pods", "po", "Pod", "pods."} {
		if kind, err := client.KindByName(t.Context(), name); err != nil || kind.GVK.Kind != "Pod" || !kind.Namespaced {
			t.Errorf("%s: got %+v, %v", name, kind, err)
		}
	}
	var unknown *UnknownKindError
	_, err := client.Kind(t.Context(), schema.GroupVersionKind{Version: "v1", Kind: "ConfigMapp"})
	if !errors.As(err, &unknown) || !strings.Contains(err.Error(), "the kind ConfigMapp in v1; did you mean ConfigMap in v1") {
		t.Errorf("got %v", err)
	}
	parcel := schema.GroupVersionKind{Version: "v1", Kind: "Parcel"}
	if _, err := client.Kind(t.Context(), parcel); !errors.As(err, &unknown) || !strings.Contains(err.Error(), "CustomResourceDefinition") {
		t.Errorf("got %v", err)
	}
	late.Store(true)
	if kind, err := client.Kind(t.Context(), parcel); err != nil || kind.GVR.Resource != "parcels" {
		t.Errorf("a kind that was defined meanwhile: got %+v, %v", kind, err)
	}
}

func TestTroubleIsNoUnknownKind(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) { reply(w, 500, status(500, "InternalError", "boom")) })
	_, err := client.KindByName(t.Context(), "pods")
	if err == nil || errors.As(err, new(*UnknownKindError)) {
		t.Errorf("got %v", err)
	}
}

func TestApply(t *testing.T) {
	var answer func(http.ResponseWriter)
	var query, body string
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if discover(w, r, false) {
			return
		}
		data, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		query, body = r.Method+" "+r.URL.Path+" "+r.URL.Query().Get("fieldManager")+" "+r.URL.Query().Get("force"), string(data)
		answer(w)
	})
	obj := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": "web", "namespace": "n"}}}
	for name, c := range map[string]struct {
		code    int
		status  any
		refused bool
		says    string
	}{
		"applied":  {200, obj.Object, false, ""},
		"conflict": {409, status(409, "Conflict", "Apply failed", map[string]any{"field": ".spec.nodeName", "message": `conflict with "kubectl"`}), true, `the cluster refused pod "web": .spec.nodeName: conflict with "kubectl"`},
		"invalid":  {422, status(422, "Invalid", "it is invalid", map[string]any{"field": "spec.containers", "message": "Required value"}), true, `the cluster refused pod "web": spec.containers: Required value`},
		"denied":   {403, status(403, "Forbidden", "exceeded quota"), true, `the cluster refused pod "web": exceeded quota`},
	} {
		answer = func(w http.ResponseWriter) { reply(w, c.code, c.status) }
		_, err := client.Writer(nil, nil).Apply(t.Context(), obj)
		if errors.As(err, new(*ApplyError)) != c.refused || (c.says == "") != (err == nil) || err != nil && err.Error() != c.says {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if query != "PATCH /api/v1/namespaces/n/pods/web gherkind false" && query != "PATCH /api/v1/namespaces/n/pods/web gherkind " || !strings.Contains(body, `"web"`) {
		t.Errorf("sent %s with %s", query, body)
	}
	answer = func(http.ResponseWriter) { panic(http.ErrAbortHandler) } // the connection breaks
	if _, err := client.Writer(nil, nil).Apply(t.Context(), obj); err == nil || errors.As(err, new(*ApplyError)) {
		t.Errorf("a broken connection is no refusal: %v", err)
	}
	if n := client.Requests()["PATCH pods"]; n < 5 {
		t.Errorf("counted %d of at least 5 requests: %v", n, client.Requests())
	}
}

func TestGetAndDeleteOfWhatIsNotThere(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, _ *http.Request) { reply(w, 404, status(404, "NotFound", "no such pod")) })
	ref := Ref{Kind: Kind{GVR: schema.GroupVersionResource{Version: "v1", Resource: "pods"}, Namespaced: true}, Namespace: "n", Name: "web"}
	if obj, err := client.Get(t.Context(), ref); obj != nil || err != nil {
		t.Errorf("got %v, %v", obj, err)
	}
	if err := remove(t, client, ref); err != nil {
		t.Error(err)
	}
}

func TestLogs(t *testing.T) {
	text := "one\ntwo\nthree\n"
	client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("previous") == "true" {
			_, _ = io.WriteString(w, "unable to retrieve container logs for containerd://abc")
			return
		}
		_, _ = io.WriteString(w, text)
	})
	if got, err := client.Logs(t.Context(), "n", "web", "app", false, 1000); err != nil || got != text {
		t.Errorf("got %q, %v", got, err)
	}
	if got, err := client.Logs(t.Context(), "n", "web", "app", false, 6); err != nil || got != "three\n" {
		t.Errorf("the last 6 bytes: got %q, %v", got, err)
	}
	if got, err := client.Logs(t.Context(), "n", "web", "app", true, 1000); err == nil || !strings.Contains(err.Error(), "unable to retrieve") {
		t.Errorf("a missing log: got %q, %v", got, err)
	}
}

func TestOutputIsLimited(t *testing.T) {
	var out limited
	chunk := []byte(strings.Repeat("x", OutputLimit/2+1))
	for range 3 {
		if n, err := out.Write(chunk); n != len(chunk) || err != nil { // a short count would break the stream
			t.Fatalf("wrote %d, %v", n, err)
		}
	}
	if out.Len() != OutputLimit {
		t.Errorf("kept %d bytes", out.Len())
	}
}
