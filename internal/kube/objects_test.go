package kube

import (
	"io"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

var (
	webPod = Ref{Kind: Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: "Pod"}, GVR: schema.GroupVersionResource{Version: "v1", Resource: "pods"}, Namespaced: true}, Namespace: "n", Name: "web"}
	node1  = Ref{Kind: Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: "Node"}, GVR: schema.GroupVersionResource{Version: "v1", Resource: "nodes"}}, Namespace: "ignored", Name: "one"}
	webApp = Ref{Kind: Kind{GVK: schema.GroupVersionKind{Group: "apps", Version: "v1", Kind: "Deployment"}, GVR: schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"}, Namespaced: true}, Namespace: "n", Name: "web"}
)

// sent is the last request to a server.
type sent struct {
	mu                  sync.Mutex
	line, query, header string
	body                string
}

func (s *sent) note(t *testing.T, r *http.Request) {
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Error(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.line, s.query, s.header, s.body = r.Method+" "+r.URL.Path, r.URL.RawQuery, r.Header.Get("Content-Type"), string(data)
}

// recorder answers all requests alike and records them.
func recorder(t *testing.T, code int, body any) (*Client, *sent) {
	t.Helper()
	last := &sent{}
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		last.note(t, r)
		reply(w, code, body)
	}), last
}

var anObject = map[string]any{"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": "web", "namespace": "n"}, "spec": map[string]any{"n": 4294967297}}

func TestGet(t *testing.T) {
	client, last := recorder(t, 200, anObject)
	obj, err := client.Get(t.Context(), webPod)
	if err != nil {
		t.Fatal(err)
	}
	if spec, ok := nested(obj.Object, "spec"); !ok || obj.GetName() != "web" || spec["n"] != int64(4294967297) || last.line != "GET /api/v1/namespaces/n/pods/web" {
		t.Errorf("got %v, %v by %s", obj, err, last.line)
	}
	if _, err := client.Get(t.Context(), node1); err != nil || last.line != "GET /api/v1/nodes/one" {
		t.Errorf("a kind without namespaces: %v by %s", err, last.line)
	}
}

func TestChanges(t *testing.T) {
	const merge = "application/merge-patch+json"
	client, last := recorder(t, 200, anObject)
	for name, c := range map[string]struct {
		do                        func() error
		line, query, header, body string
	}{
		"scale":             {func() error { return client.Writer(nil, nil).Scale(t.Context(), webApp, 3) }, "PATCH /apis/apps/v1/namespaces/n/deployments/web/scale", "fieldManager=gherkind", merge, `{"spec":{"replicas":3}}`},
		"scale to nothing":  {func() error { return client.Writer(nil, nil).Scale(t.Context(), webApp, 0) }, "PATCH /apis/apps/v1/namespaces/n/deployments/web/scale", "fieldManager=gherkind", merge, `{"spec":{"replicas":0}}`},
		"patch":             {func() error { return client.Writer(nil, nil).Patch(t.Context(), webPod, []byte(`{"a":null}`)) }, "PATCH /api/v1/namespaces/n/pods/web", "fieldManager=gherkind", merge, `{"a":null}`},
		"patch of a status": {func() error { return client.Writer(nil, nil).Patch(t.Context(), node1, []byte(`{}`), "status") }, "PATCH /api/v1/nodes/one/status", "fieldManager=gherkind", merge, `{}`},
		"delete":            {func() error { return remove(t, client, webApp) }, "DELETE /apis/apps/v1/namespaces/n/deployments/web", "", "application/json", `"propagationPolicy":"Background"`},
		"delete of a node":  {func() error { return remove(t, client, node1) }, "DELETE /api/v1/nodes/one", "", "application/json", `"propagationPolicy":"Background"`},
	} {
		if err := c.do(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if last.line != c.line || last.query != c.query || last.header != c.header || !strings.Contains(last.body, c.body) {
			t.Errorf("%s: sent %s?%s (%s) with %s", name, last.line, last.query, last.header, last.body)
		}
	}
	if want := map[string]int64{"PATCH deployments/scale": 2, "PATCH pods": 1, "PATCH nodes/status": 1, "DELETE deployments": 1, "DELETE nodes": 1, "GET deployments": 1, "GET nodes": 1}; !maps.Equal(client.Requests(), want) {
		t.Errorf("counted %v", client.Requests())
	}
}

// Only "not found" is not an error, and only where it answers the question.
func TestTroubleNamesTheObject(t *testing.T) {
	for name, c := range map[string]struct {
		code   int
		reason string
		do     func(*Client) error
		says   string
	}{
		"get":          {403, "Forbidden", func(c *Client) error { _, err := c.Get(t.Context(), webPod); return err }, `read pod "web": it says why`},
		"delete":       {403, "Forbidden", func(c *Client) error { return remove(t, c, webApp) }, `delete deployment "web": read deployment "web": it says why`},
		"patch":        {404, "NotFound", func(c *Client) error { return c.Writer(nil, nil).Patch(t.Context(), node1, []byte("{}")) }, `change node "one": it says why`},
		"scale":        {404, "NotFound", func(c *Client) error { return c.Writer(nil, nil).Scale(t.Context(), webApp, 1) }, `change deployment "web": it says why`},
		"server error": {500, "InternalError", func(c *Client) error { _, err := c.Get(t.Context(), webPod); return err }, `read pod "web": `},
	} {
		client, _ := recorder(t, c.code, status(c.code, c.reason, "it says why"))
		if err := c.do(client); err == nil || !strings.HasPrefix(err.Error(), c.says) || string(apierrors.ReasonForError(err)) != c.reason {
			t.Errorf("%s: got %v, want %q", name, err, c.says)
		}
	}
}
