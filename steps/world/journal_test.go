package world

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path"
	"sync"
	"sync/atomic"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/kube"
)

// mapServer stores ConfigMaps like an API server. It can execute a request without responding, as if the connection broke or
// the client was interrupted.
type mapServer struct {
	t  *testing.T
	mu sync.Mutex

	maps  map[string]*corev1.ConfigMap
	mutes func(r *http.Request) bool // nil: every request gets a response
}

func (s *mapServer) client() *kube.Client {
	s.t.Helper()
	return clientOf(s.t, s)
}

// clientOf returns a client for the test's own API server.
func clientOf(t *testing.T, api http.Handler) *kube.Client {
	t.Helper()
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)
	config := &kube.Config{Host: server.URL}
	config.ContentType = "application/json"
	client, err := kube.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func (s *mapServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.maps == nil {
		s.maps = map[string]*corev1.ConfigMap{}
	}
	answer, code := s.do(r)
	if s.mutes != nil && s.mutes(r) {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	if err := json.NewEncoder(w).Encode(answer); err != nil {
		s.t.Error(err)
	}
}

// have returns the stored ConfigMaps; it waits for the lock, because a request may continue after its client was cut off.
func (s *mapServer) have() map[string]*corev1.ConfigMap {
	s.mu.Lock()
	defer s.mu.Unlock()
	have := map[string]*corev1.ConfigMap{}
	for name, m := range s.maps {
		have[name] = m.DeepCopy()
	}
	return have
}

func (s *mapServer) do(r *http.Request) (answer any, code int) {
	name := path.Base(r.URL.Path)
	given := corev1.ConfigMap{}
	if r.Method == http.MethodPost || r.Method == http.MethodPut {
		if err := json.NewDecoder(r.Body).Decode(&given); err != nil {
			s.t.Error(err)
		}
		name = given.Name
	}
	there := s.maps[name]
	switch {
	case r.Method == http.MethodGet && name == "configmaps":
		list := corev1.ConfigMapList{}
		list.Kind, list.APIVersion = "ConfigMapList", "v1"
		for _, m := range s.maps {
			list.Items = append(list.Items, *m)
		}
		return list, http.StatusOK
	case r.Method == http.MethodPost && there != nil:
		return failure(http.StatusConflict, "AlreadyExists"), http.StatusConflict
	case r.Method != http.MethodPost && there == nil:
		return failure(http.StatusNotFound, "NotFound"), http.StatusNotFound
	case r.Method == http.MethodDelete:
		delete(s.maps, name)
	case r.Method == http.MethodPatch:
		var patch struct{ Data map[string]*string }
		if err := json.NewDecoder(r.Body).Decode(&patch); err != nil {
			s.t.Error(err)
		}
		if there.Data == nil {
			there.Data = map[string]string{}
		}
		for key, value := range patch.Data {
			if delete(there.Data, key); value != nil {
				there.Data[key] = *value
			}
		}
	case r.Method == http.MethodGet:
	default:
		given.Kind, given.APIVersion = "ConfigMap", "v1"
		s.maps[name] = &given
		there = &given
	}
	there.Kind, there.APIVersion = "ConfigMap", "v1"
	return there, http.StatusOK
}

func failure(code int32, reason string) map[string]any {
	return map[string]any{"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": code, "reason": reason, "details": map[string]any{"kind": "configmaps"}}
}

// A run that is interrupted while it writes a journal entry leaves no journal: nothing was changed.
func TestAnEntryOfWhichNobodyHeard(t *testing.T) {
	var muted atomic.Bool
	s := &mapServer{t: t, mutes: func(r *http.Request) bool { return r.Method == http.MethodPatch && muted.Load() }}
	j := &journal{client: s.client(), run: "abc"}
	first, err := j.add(t.Context(), NodeAction{Do: Uncordon, Node: "one"})
	if err != nil {
		t.Fatal(err)
	}
	muted.Store(true)
	if _, err := j.add(t.Context(), NodeAction{Do: RemoveLabel, Node: "one", Arg: "a"}); err == nil {
		t.Fatal("the request got a response")
	}
	muted.Store(false)
	if there := s.have()[j.name()]; there == nil || len(there.Data) != 2 {
		t.Fatalf("it was not written: %v", there)
	}
	if err := j.close(t.Context()); err != nil {
		t.Error(err)
	}
	if left := s.have()[j.name()]; left == nil || len(left.Data) != 1 || left.Data[first] == "" {
		t.Errorf("what is still to be undone: %v", left)
	}
	if err := j.remove(t.Context(), first); err != nil {
		t.Error(err)
	}
	if err := j.close(t.Context()); err != nil || len(s.have()) > 0 {
		t.Errorf("left: %v, %v", s.have(), err)
	}
}

// A journal that was created although the response was lost is used for the next entry, and then deleted.
func TestAJournalOfWhichNobodyHeard(t *testing.T) {
	var muted atomic.Bool
	muted.Store(true)
	s := &mapServer{t: t, mutes: func(r *http.Request) bool { return r.Method == http.MethodPost && muted.Load() }}
	j := &journal{client: s.client(), run: "abc"}
	if _, err := j.add(t.Context(), NodeAction{Do: Uncordon, Node: "one"}); err == nil {
		t.Fatal("the request got a response")
	}
	muted.Store(false)
	again := &journal{client: j.client, run: "abc", tried: true}
	if key, err := again.add(t.Context(), NodeAction{Do: Uncordon, Node: "one"}); err != nil || s.have()[j.name()].Data[key] == "" {
		t.Errorf("the next entry: %v", err)
	}
	s.mu.Lock()
	s.maps[j.name()].Data = nil
	s.mu.Unlock()
	if err := j.close(t.Context()); err != nil || len(s.have()) > 0 {
		t.Errorf("left: %v, %v", s.have(), err)
	}
}
