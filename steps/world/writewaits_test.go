package world_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// lateServer has one object. Its watch delivers a write only some time after the response, never if after is zero.
type lateServer struct {
	kind    kube.Kind
	old     map[string]any
	shows   []map[string]any // in order; the first is the response to the write
	after   time.Duration
	refuses *metav1.Status // response to the write instead of that
	once    sync.Once
	written chan struct{}
	shown   atomic.Int32 // number of states that the watch has delivered
	besides []int32      // value of shown at each apply of the ConfigMap
}

func settings(version, value string) map[string]any {
	return map[string]any{"apiVersion": "v1", "kind": "ConfigMap", "data": map[string]any{"a": value},
		"metadata": map[string]any{"name": "c", "namespace": "a", "uid": "u", "resourceVersion": version}}
}

func (s *lateServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	query, answer := r.URL.Query(), json.NewEncoder(w)
	switch {
	case coreDiscovery[r.URL.Path] != "":
		_, _ = w.Write([]byte(coreDiscovery[r.URL.Path]))
	case !strings.Contains(r.URL.Path, "/"+s.kind.GVR.Resource) && query.Get("sendInitialEvents") == "":
		s.beside(w, r)
	case r.Method == http.MethodPatch && s.refuses != nil:
		w.WriteHeader(int(s.refuses.Code))
		_ = answer.Encode(s.refuses)
	case r.Method == http.MethodPatch:
		_ = answer.Encode(s.shows[0])
		s.once.Do(func() { close(s.written) })
	case query.Get("sendInitialEvents") == "true":
		w.WriteHeader(http.StatusUnprocessableEntity)
		_ = answer.Encode(metav1.Status{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Status"}, Status: "Failure", Reason: metav1.StatusReasonInvalid, Code: 422})
	case query.Get("watch") == "":
		_ = answer.Encode(map[string]any{"apiVersion": "v1", "kind": s.kind.GVK.Kind + "List", "metadata": map[string]any{"resourceVersion": "1"}, "items": []any{s.old}})
	default:
		s.stream(w, r)
	}
}

var coreDiscovery = map[string]string{
	"/api":  `{"kind": "APIVersions", "versions": ["v1"]}`,
	"/apis": `{"kind": "APIGroupList", "apiVersion": "v1", "groups": []}`,
	"/api/v1": `{"kind": "APIResourceList", "groupVersion": "v1", "resources": [
	  {"name": "configmaps", "namespaced": true, "kind": "ConfigMap", "verbs": ["get", "list", "watch", "patch"]},
	  {"name": "resourcequotas", "namespaced": true, "kind": "ResourceQuota", "verbs": ["get", "list", "watch", "patch"]}]}`,
}

// beside serves a ConfigMap, and records at each apply how many states of the object the watch had delivered.
func (s *lateServer) beside(w http.ResponseWriter, r *http.Request) {
	answer := json.NewEncoder(w)
	switch {
	case r.Method == http.MethodPatch:
		s.besides = append(s.besides, s.shown.Load())
		_ = answer.Encode(settings("9", "beside"))
	case r.URL.Query().Get("watch") == "":
		_ = answer.Encode(map[string]any{"apiVersion": "v1", "kind": "ConfigMapList", "metadata": map[string]any{"resourceVersion": "9"}, "items": []any{settings("9", "beside")}})
	default:
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}
}

func (s *lateServer) stream(w http.ResponseWriter, r *http.Request) {
	flush := http.NewResponseController(w)
	_ = flush.Flush()
	select {
	case <-s.written:
	case <-r.Context().Done():
		return
	}
	for _, state := range s.shows {
		if s.after == 0 {
			break
		}
		<-time.After(s.after)
		s.shown.Add(1)
		text, _ := json.Marshal(map[string]any{"type": "MODIFIED", "object": state})
		fmt.Fprintf(w, "%s\n", text)
		_ = flush.Flush()
	}
	<-r.Context().Done()
}

// writeTo changes the object, and returns what the scenario observes right after that.
func writeTo(t *testing.T, s *lateServer, patience time.Duration, state ...world.State) (map[string]any, error) {
	t.Helper()
	ref := kube.Ref{Kind: s.kind, Namespace: "a", Name: "c"}
	return seenBehind(t, s, patience, func(ctx context.Context, w *world.World) error {
		return w.Write(ctx, func(ctx context.Context, to *kube.Writer) error {
			return to.Patch(ctx, ref, []byte(`{"data":{"a":"new"}}`))
		})
	}, state...)
}

// seenBehind returns what the scenario observes of the object right after a write.
func seenBehind(t *testing.T, s *lateServer, patience time.Duration, write func(context.Context, *world.World) error, state ...world.State) (map[string]any, error) {
	t.Helper()
	s.written = make(chan struct{})
	server := httptest.NewServer(s)
	client, err := kube.New(&kube.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	hub := observe.NewHub(t.Context(), client, observe.Options{})
	defer func() { hub.Stop(); server.Close() }()
	timeouts := world.DefaultTimeouts()
	timeouts.Watch = patience
	w := (&world.Run{Hub: hub, Client: client, Timeouts: timeouts}).Open(world.Scenario{})
	for _, was := range state {
		w.Restore(was)
	}
	w.Restore(world.State{Namespaces: map[string]string{"": "a"}, StoppedControl: w.StoppedControl(), Power: w.State().Power})
	w.Timeline.Add("a")
	if err := w.Watch(t.Context(), s.kind); err != nil {
		t.Fatal(err)
	}
	err = write(t.Context(), w)
	var seen map[string]any
	w.Timeline.View(func(v observe.View) { seen = v.Get(kube.Ref{Kind: s.kind, Namespace: "a", Name: "c"}).Object })
	return seen, err
}

func coreKind(kind, plural string) kube.Kind {
	return kube.Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: kind}, GVR: schema.GroupVersionResource{Version: "v1", Resource: plural}, Namespaced: true}
}

// TestWriteReturnsWithWhatWasWritten: a check after a write never uses the state from before it, and a watch that does not
// deliver the write is no failure of the scenario.
func TestWriteReturnsWithWhatWasWritten(t *testing.T) {
	t.Parallel()
	late := func(after time.Duration) *lateServer {
		return &lateServer{kind: coreKind("ConfigMap", "configmaps"), old: settings("1", "old"), shows: []map[string]any{settings("2", "new")}, after: after}
	}
	seen, err := writeTo(t, late(100*time.Millisecond), time.Minute)
	if value, _, _ := unstructured.NestedString(seen, "data", "a"); err != nil || value != "new" {
		t.Errorf("behind the write it is %q, %v", value, err)
	}
	if _, err := writeTo(t, late(0), 100*time.Millisecond); !errors.Is(err, observe.ErrUnobserved) {
		t.Errorf("of a write that the watch never shows: %v", err)
	}
}

func quota(version, spec, status string) map[string]any {
	return map[string]any{"apiVersion": "v1", "kind": "ResourceQuota", "metadata": map[string]any{"name": "c", "namespace": "a", "uid": "u", "resourceVersion": version},
		"spec": map[string]any{"hard": map[string]any{"pods": spec}}, "status": map[string]any{"hard": map[string]any{"pods": status}}}
}

// TestAQuotaIsInForceBehindItsWrite: while the controller of a ResourceQuota has not written its status, objects are not
// limited, which says nothing about the quota.
func TestAQuotaIsInForceBehindItsWrite(t *testing.T) {
	t.Parallel()
	of := func(shows ...map[string]any) *lateServer {
		return &lateServer{kind: coreKind("ResourceQuota", "resourcequotas"), old: quota("1", "2", "2"), shows: shows, after: 50 * time.Millisecond}
	}
	seen, err := writeTo(t, of(quota("2", "4k", "2"), quota("3", "4k", "4000")), time.Minute)
	if value, _, _ := unstructured.NestedString(seen, "status", "hard", "pods"); err != nil || value != "4000" {
		t.Errorf("behind the write its status allows %q, %v", value, err)
	}
	if _, err := writeTo(t, of(quota("2", "4", "2")), time.Second); !errors.Is(err, observe.ErrUnobserved) {
		t.Errorf("of a quota that no controller looks at: %v", err)
	}
}

// TestAWriteThatIsNotDecided: an API server that is too busy, or whose etcd does not answer, is no failure of the scenario,
// unless the scenario has stopped a part of the control plane.
func TestAWriteThatIsNotDecided(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code    int32
		message string
		state   world.State
		fault   bool
	}{
		"the store does not answer":       {500, "etcdserver: request timed out", world.State{}, true},
		"it is about to start":            {503, "the server is currently unable to handle the request", world.State{}, true},
		"it takes too long":               {504, "Timeout: request did not complete within the allotted timeout", world.State{}, true},
		"it is too busy":                  {429, "too many requests", world.State{}, true},
		"the scenario has stopped etcd":   {500, "etcdserver: request timed out", world.State{StoppedControl: true}, false},
		"it refuses":                      {422, "replicas: must be greater than or equal to 0", world.State{}, false},
		"a webhook refuses with any code": {500, `admission webhook "a.b" denied the request: no`, world.State{}, false},
	} {
		s := &lateServer{kind: coreKind("ConfigMap", "configmaps"), old: settings("1", "old"), refuses: &metav1.Status{
			TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Status"}, Status: "Failure", Code: c.code, Message: c.message,
		}}
		if _, err := writeTo(t, s, time.Minute, c.state); err == nil || errors.Is(err, observe.ErrUnobserved) != c.fault {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWhatFollowsAQuotaIsAdmittedAgainstIt: in one manifest, too, nothing is applied after a ResourceQuota before it is
// enforced.
func TestWhatFollowsAQuotaIsAdmittedAgainstIt(t *testing.T) {
	t.Parallel()
	s := &lateServer{kind: coreKind("ResourceQuota", "resourcequotas"), old: quota("1", "2", "2"), shows: []map[string]any{quota("2", "4", "2"), quota("3", "4", "4")}, after: 50 * time.Millisecond}
	_, err := seenBehind(t, s, time.Minute, func(ctx context.Context, w *world.World) error {
		return w.Apply(ctx, manifest(t, "{apiVersion: v1, kind: ResourceQuota, metadata: {name: c}, spec: {hard: {pods: '4'}}}\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}\n"))
	})
	if err != nil || len(s.besides) != 1 || s.besides[0] != 2 {
		t.Errorf("%v; the next object was applied when the watch had shown %v of the quota's 2 states", err, s.besides)
	}
}
