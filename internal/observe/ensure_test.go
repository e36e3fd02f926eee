package observe

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// A kind costs one watch, however many scenarios ask for it in parallel or later.
func TestEnsureWatchesEachKindOnce(t *testing.T) {
	t.Parallel()
	bothModes(t, func(t *testing.T, s *server) {
		s.pod("a/web", "Running")
		h, client, _ := connect(t, s, Options{})
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() {
				if err := h.Ensure(bounded(t), pods, nodes); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		s.watched("pods", "nodes")
		ensure(t, h, nodes, pods, pods)

		want := map[string]int{"WATCH pods": 1, "WATCH nodes": 1}
		if s.listing { // the refused streaming list, the list, the watch
			want = map[string]int{"WATCH pods": 2, "WATCH nodes": 2, "LIST pods": 1, "LIST nodes": 1}
		}
		got := s.requested()
		for request, n := range want {
			if got[request] != n {
				t.Errorf("%s: %d requests, not %d", request, got[request], n)
			}
			if sent := client.Requests()[strings.Replace(request, "LIST", "GET", 1)]; sent != int64(n) {
				t.Errorf("%s: the client counts %d requests, not %d", request, sent, n)
			}
		}
		if len(got) != len(want) {
			t.Errorf("requests %v, not %v", got, want)
		}
	})
}

// A forbidden kind is final: nobody waits until the scenario times out. If it is allowed later, it works like any other.
func TestEnsureOfAForbiddenKind(t *testing.T) {
	t.Parallel()
	bothModes(t, func(t *testing.T, s *server) {
		s.pod("a/web", "Running")
		s.forbid("pods")
		h, _, _ := connect(t, s, Options{})
		err := h.Ensure(bounded(t), nodes, pods)
		if !apierrors.IsForbidden(err) || !strings.HasPrefix(err.Error(), "watch pods: ") {
			t.Errorf("got %v", err)
		}
		if err := h.Ensure(bounded(t), nodes); err != nil {
			t.Errorf("a kind that is allowed: %v", err)
		}
		s.answering(nil)
		s.watched("pods")
		// Its events can only come from a stream that is open.
		s.pod("a/web", "Succeeded")
		reach(t, h.Timeline("a"), phase("a/web", "Succeeded"))
		ensure(t, h, pods)
	})
}

// The API server may answer nothing at all, or nothing but errors.
func TestEnsureEndsWithTheContext(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer func(w http.ResponseWriter, r *http.Request) bool
		want   func(error) bool
	}{
		"no answer": {
			func(_ http.ResponseWriter, r *http.Request) bool { <-r.Context().Done(); return true },
			func(err error) bool { return errors.Is(err, context.Canceled) },
		},
		"errors": {
			func(w http.ResponseWriter, _ *http.Request) bool {
				refuse(w, http.StatusInternalServerError, "InternalError", "etcd is away")
				return true
			},
			func(err error) bool {
				return apierrors.IsInternalError(err) && strings.Contains(err.Error(), "etcd is away")
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.answering(test.answer)
			h, _, _ := connect(t, s, Options{})
			ctx, cancel := context.WithCancel(t.Context())
			result := make(chan error, 1)
			go func() { result <- h.Ensure(ctx, pods) }()
			// The second request comes after the first one's error was recorded.
			s.until("requests have come", func() bool {
				return s.requests["WATCH pods"] > 0 && (name == "no answer" || s.requests["LIST pods"] > 0)
			})
			cancel()
			if err := within(t, "the end", result); !test.want(err) || !strings.HasPrefix(err.Error(), "watch pods: ") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestEnsureEndsWithTheHub(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	release := s.hold()
	defer release()
	h, _, _ := connect(t, s, Options{})
	result := make(chan error, 1)
	go func() { result <- h.Ensure(bounded(t), pods) }()
	s.until("a request has come", func() bool { return s.requests["WATCH pods"] > 0 })
	h.Stop()
	if err := within(t, "the end", result); !errors.Is(err, ErrStopped) {
		t.Errorf("got %v", err)
	}
}

// In a scoped hub each namespace has its own watch, and Ensure returns when all of them have listed. Cluster-scoped kinds have
// one.
func TestEnsureInNamespaces(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.pod("a/web", "Running")
	s.pod("b/web", "Running")
	s.pod("c/web", "Running")
	h, _, _ := connect(t, s, Options{Scoped: true})
	ensure(t, h, pods, nodes)
	tl := h.Timeline("a", "b")
	if err := tl.Ensure(bounded(t), pods, nodes); err != nil {
		t.Fatal(err)
	}
	same(t, story(tl), []string{told("ADDED", pods, "a/web", 101), told("ADDED", pods, "b/web", 102)})
	if got := s.requested(); got["WATCH pods"] != 2 || got["WATCH nodes"] != 1 {
		t.Errorf("requests %v", got)
	}
}
