package world

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
)

// deadServer is the API server of a cluster that contains nothing but the journal of a dead run.
type deadServer struct {
	entries map[string]string
	asked   []string // writes, with the entries of the journal at that time
}

func (d *deadServer) run(t *testing.T) *Run {
	t.Helper()
	server := httptest.NewServer(d)
	t.Cleanup(server.Close)
	config := &kube.Config{Host: server.URL}
	config.ContentType = "application/json"
	client, err := kube.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return &Run{
		ID: "isnext", Client: client, Timeouts: DefaultTimeouts(), Nodes: noNodes{}, Etcd: noEtcd{},
		Note: func(format string, args ...any) { d.asked = append(d.asked, fmt.Sprintf(format, args...)) }, journal: &journal{client: client, run: "isnext"},
	}
}

func (d *deadServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	const v1 = `{"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "v1", "resources": [{"name": "nodes", "kind": "Node", "namespaced": false, "verbs": ["list", "delete"]}]}`
	answers := map[string]string{
		"/api": `{"kind": "APIVersions", "versions": ["v1"]}`, "/apis": `{"kind": "APIGroupList", "apiVersion": "v1", "groups": []}`, "/api/v1": v1,
		"/api/v1/nodes": `{"kind": "NodeList", "apiVersion": "v1", "items": []}`, "/api/v1/namespaces": `{"kind": "NamespaceList", "apiVersion": "v1", "items": []}`,
		"/api/v1/namespaces/default/configmaps": `{"kind": "ConfigMapList", "apiVersion": "v1", "items": []}`,
	}
	journal := corev1.ConfigMap{TypeMeta: metav1.TypeMeta{Kind: "ConfigMap", APIVersion: "v1"}, ObjectMeta: metav1.ObjectMeta{Name: "gherkind-undo-died", Namespace: SystemNamespace,
		Labels: map[string]string{LabelRun: "died"}}, Data: d.entries}
	path := r.URL.Path
	switch {
	case r.Method == http.MethodGet && answers[path] != "":
		_, _ = w.Write([]byte(answers[path]))
	case r.Method == http.MethodGet && path == "/api/v1/namespaces/gherkind-system/configmaps":
		_ = json.NewEncoder(w).Encode(corev1.ConfigMapList{TypeMeta: metav1.TypeMeta{Kind: "ConfigMapList", APIVersion: "v1"}, Items: []corev1.ConfigMap{journal}})
	case r.Method != http.MethodGet && strings.HasPrefix(path, "/api/v1/namespaces/gherkind-system/configmaps"):
		d.asked = append(d.asked, r.Method+" journal")
		_ = json.NewEncoder(w).Encode(journal)
	case r.Method == http.MethodPost:
		d.asked = append(d.asked, "POST "+path)
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`{"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden", "code": 403, "message": "no"}`))
	default:
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(`{"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}`))
	}
}

// noNodes is a cluster without the nodes in the journal.
type noNodes struct{}

func (noNodes) Resolve(string) (string, error) { return "", errors.New("no such node") }
func (noNodes) Address(string) (string, error) { return "", errors.New("no such node") }
func (noNodes) Power(context.Context, string, NodeVerb) error {
	return errors.New("there is no such container")
}
func (noNodes) Exec(context.Context, string, []string) (string, int, error) {
	return "", 0, errors.New("no such node")
}
func (noNodes) ControlPlane(string) bool { return false }
func (noNodes) All() []string            { return []string{"worker"} }

// died reports all other runs as dead.
type died struct{}

func (died) Alive(context.Context, string) (bool, error)      { return false, nil }
func (died) AwaitDeath(context.Context, string) (bool, error) { return true, nil }

// TestUndosOfANodeThatIsGone: the undo of a change to a node that no longer exists counts as done. It does not block later
// runs, and the journal is removed.
func TestUndosOfANodeThatIsGone(t *testing.T) {
	for _, entry := range []string{`{"do": "start", "node": "gone"}`, `{"do": "uncordon", "node": "gone"}`, `{"do": "untaint", "node": "gone", "arg": "a=b:NoSchedule"}`,
		`{"do": "unlabel", "node": "gone", "arg": "a"}`, `{"do": "start-etcd", "node": "gone"}`} {
		d := &deadServer{entries: map[string]string{"000001-abcd": entry}}
		if err := d.run(t).Repair(t.Context(), died{}); err != nil {
			t.Errorf("%s: %v", entry, err)
		}
		if !slices.Contains(d.asked, "DELETE journal") || !strings.Contains(strings.Join(d.asked, "|"), "which is gone") {
			t.Errorf("%s: it did %q", entry, d.asked)
		}
	}
}

// TestFinalizersAreWrittenDownFirst: finalizers are journaled before the object is created, so the next run finds them if the
// process dies right after.
func TestFinalizersAreWrittenDownFirst(t *testing.T) {
	gv := corev1.SchemeGroupVersion
	kind := kube.Kind{GVK: gv.WithKind("ConfigMap"), GVR: gv.WithResource("configmaps"), Namespaced: true}
	for name, metadata := range map[string]map[string]any{
		"of its own":  {"name": "a", "namespace": "x"},
		"by its name": {"generateName": "a-", "namespace": "x"},
	} {
		d := &deadServer{}
		w := &World{Run: d.run(t), namespaces: map[string]string{"": "x"}}
		metadata["finalizers"] = []any{"a/own"}
		obj := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}}
		if err := w.bringObject(t.Context(), w.Run.Client.Writer(nil, nil), kind, obj, w.applyTo); err == nil {
			t.Errorf("%s: it is made", name)
		}
		if len(d.asked) == 0 || !strings.HasSuffix(d.asked[0], " journal") {
			t.Errorf("%s: the first write is %q", name, d.asked)
		}
	}
}
