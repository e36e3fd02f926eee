package engine

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/schedule"
	"github.com/gherkind/gherkind/steps/world"
)

// manyNodes are nodes that answer nothing but their number.
type manyNodes struct {
	world.Nodes
	names []string
}

func (n manyNodes) All() []string { return n.names }

// TestLimitsOfACluster: a fixed number stays. Otherwise this machine's CPU counts only for its own clusters, and an API server
// that asks for fewer requests counts for all clusters.
func TestLimitsOfACluster(t *testing.T) {
	busy := false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if busy {
			w.Header().Set("Retry-After", "600")
			w.WriteHeader(http.StatusTooManyRequests)
		}
		_, _ = w.Write([]byte(`{"kind":"Status","apiVersion":"v1"}`))
	}))
	defer server.Close()
	client, err := kube.New(&rest.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	auto := schedule.Limits{Most: 8, Least: 2, Room: func() bool { asked++; return true }}
	limits := func(l schedule.Limits, foreign bool, nodes ...string) schedule.Limits {
		run := &world.Run{Client: client, Foreign: foreign, Nodes: manyNodes{names: nodes}}
		return (&runner{options: Options{Limits: l}}).limitsOn(&session{run: run})
	}
	if l := limits(schedule.Limits{Most: 3}, true, "a", "b"); l.Most != 3 || l.Room != nil {
		t.Errorf("a fixed number became %+v", l)
	}
	own, foreign := limits(auto, false, "a"), limits(auto, true, "a", "b", "c", "d", "e")
	if own.Most != 8 || own.Least != 2 || !own.Room() {
		t.Errorf("on gherkind's own cluster: %+v", own)
	}
	if foreign.Most != 20 || foreign.Least != regardless || !foreign.Room() || asked != 0 {
		t.Errorf("on an external cluster: %+v, and the CPU was read %d times", foreign, asked)
	}
	for nodes, want := range map[int]int{0: leastOutside, 1: leastOutside, 1000: mostOutside} {
		if l := limits(auto, true, make([]string, nodes)...); l.Most != want {
			t.Errorf("%d nodes: %d scenarios, not %d", nodes, l.Most, want)
		}
	}
	busy = true
	refused, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/version", nil)
	if err != nil {
		t.Fatal(err)
	}
	through, err := rest.HTTPClientFor(client.Config())
	if err != nil {
		t.Fatal(err)
	}
	answer, err := through.Do(refused)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if own.Room() || foreign.Room() {
		t.Error("a scenario starts although the API server asks for fewer requests")
	}
}

// TestRoomHere: on a busy machine no scenario begins while pods wait for their kubelet; scenarios that start no pods go on.
func TestRoomHere(t *testing.T) {
	for _, c := range []struct {
		idle     bool
		starting int
		room     bool
	}{{false, 0, true}, {false, 1, true}, {false, 2, false}, {true, 2, true}} {
		room := roomHere(func() bool { return c.idle }, func() int { return c.starting }, 2)
		if room() != c.room {
			t.Errorf("%+v", c)
		}
	}
}
