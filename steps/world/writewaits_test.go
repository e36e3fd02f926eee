package world_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// lateServer has one ConfigMap, and its watch shows a change of that some time after the answer to the write; never, when
// after is zero.
type lateServer struct {
	after   time.Duration
	once    sync.Once
	written chan struct{}
}

func settings(version, value string) map[string]any {
	return map[string]any{"apiVersion": "v1", "kind": "ConfigMap", "data": map[string]any{"a": value},
		"metadata": map[string]any{"name": "c", "namespace": "a", "uid": "u", "resourceVersion": version}}
}

func (s *lateServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	query, answer := r.URL.Query(), json.NewEncoder(w)
	switch {
	case r.Method == http.MethodPatch:
		_ = answer.Encode(settings("2", "new"))
		s.once.Do(func() { close(s.written) })
	case query.Get("sendInitialEvents") == "true":
		w.WriteHeader(http.StatusUnprocessableEntity)
		_ = answer.Encode(metav1.Status{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Status"}, Status: "Failure", Reason: metav1.StatusReasonInvalid, Code: 422})
	case query.Get("watch") == "":
		_ = answer.Encode(map[string]any{"apiVersion": "v1", "kind": "ConfigMapList", "metadata": map[string]any{"resourceVersion": "1"}, "items": []any{settings("1", "old")}})
	default:
		s.stream(w, r)
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
	if s.after > 0 {
		<-time.After(s.after)
		text, _ := json.Marshal(map[string]any{"type": "MODIFIED", "object": settings("2", "new")})
		fmt.Fprintf(w, "%s\n", text)
		_ = flush.Flush()
	}
	<-r.Context().Done()
}

// writeTo changes the ConfigMap, and returns what the scenario sees of it behind that.
func writeTo(t *testing.T, s *lateServer, patience time.Duration) (string, error) {
	t.Helper()
	s.written = make(chan struct{})
	server := httptest.NewServer(s)
	client, err := kube.New(&kube.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	hub := observe.NewHub(t.Context(), client, observe.Options{})
	defer func() { hub.Stop(); server.Close() }()
	kind := kube.Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: "ConfigMap"}, GVR: schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}, Namespaced: true}
	timeouts := world.DefaultTimeouts()
	timeouts.Watch = patience
	w := (&world.Run{Hub: hub, Client: client, Timeouts: timeouts}).Open(world.Scenario{})
	w.Restore(world.State{Namespaces: map[string]string{"": "a"}})
	w.Timeline.Add("a")
	if err := w.Watch(t.Context(), kind); err != nil {
		t.Fatal(err)
	}
	ref := kube.Ref{Kind: kind, Namespace: "a", Name: "c"}
	err = w.Write(t.Context(), func(ctx context.Context, to *kube.Writer) error {
		return to.Patch(ctx, ref, []byte(`{"data":{"a":"new"}}`))
	})
	value := ""
	w.Timeline.View(func(v observe.View) { value, _, _ = unstructured.NestedString(v.Get(ref).Object, "data", "a") })
	return value, err
}

// TestWriteReturnsWithWhatWasWritten: what is checked behind a write is never judged by the state before it, and a watch
// that does not show the write is nobody's failure.
func TestWriteReturnsWithWhatWasWritten(t *testing.T) {
	t.Parallel()
	if value, err := writeTo(t, &lateServer{after: 100 * time.Millisecond}, time.Minute); err != nil || value != "new" {
		t.Errorf("behind the write it is %q, %v", value, err)
	}
	if _, err := writeTo(t, &lateServer{}, 100*time.Millisecond); !errors.Is(err, observe.ErrUnobserved) {
		t.Errorf("of a write that the watch never shows: %v", err)
	}
}
