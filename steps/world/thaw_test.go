package world

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// switches is a cluster whose machines can be switched.
type switches struct{ onePlane }

func (switches) Power(context.Context, string, NodeVerb) error { return nil }

// leaseServer serves the Lease of node "n", renewed this long after the first request.
func leaseServer(t *testing.T, renewed time.Duration) *kube.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		if req.URL.Query().Get("fieldSelector") != "metadata.name=n" || !strings.Contains(req.URL.Path, "/namespaces/kube-node-lease/leases") {
			t.Errorf("asked for %s", req.URL)
		}
		rw.Header().Set("Content-Type", "application/json")
		if req.URL.Query().Get("sendInitialEvents") != "" { // like servers before 1.34, so that the client lists instead
			rw.WriteHeader(http.StatusUnprocessableEntity)
			_, _ = rw.Write([]byte(`{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Invalid","code":422}`))
			return
		}
		if req.URL.Query().Get("watch") != "" {
			<-req.Context().Done() // there are no further changes
			return
		}
		at := time.Now().Add(renewed).UTC().Format("2006-01-02T15:04:05.000000Z")
		_, _ = fmt.Fprintf(rw, `{"kind":"LeaseList","apiVersion":"coordination.k8s.io/v1","metadata":{"resourceVersion":"1"},"items":[`+
			`{"metadata":{"name":"n","namespace":"kube-node-lease","resourceVersion":"1"},"spec":{"renewTime":%q}}]}`, at)
	}))
	t.Cleanup(server.Close)
	client, err := kube.New(&rest.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// TestAFrozenNodeCountsWhenItHasReported: status from before a node was frozen counts again only after the node has renewed its
// Lease.
func TestAFrozenNodeCountsWhenItHasReported(t *testing.T) {
	for name, c := range map[string]struct {
		renewed time.Duration
		before  []NodeAction // before the node is frozen
		beside  NodeAction   // while the node is frozen
		silent  bool
		want    string
	}{
		"it has reported": {renewed: time.Minute, want: "map[]"},
		"it has not":      {renewed: -time.Minute, silent: true, want: "map[n:true]"},
		"it has not, and the API server may be off": {renewed: -time.Minute, beside: NodeAction{Do: PauseNode, Node: "boss"}, want: "map[boss:true n:true]"},
		"it has not, and another worker is off":     {renewed: -time.Minute, beside: NodeAction{Do: StopNode, Node: "m"}, silent: true, want: "map[m:false n:true]"},
		"it was off before it was frozen":           {renewed: time.Minute, before: []NodeAction{{Do: StopNode, Node: "n"}, {Do: StartNode, Node: "n"}}, want: "map[n:false]"},
	} {
		t.Run(name, func(t *testing.T) {
			hub := observe.NewHub(t.Context(), nil, observe.Options{})
			defer hub.Stop()
			w := (&Run{
				Hub: hub, Nodes: switches{}, Client: leaseServer(t, c.renewed),
				Timeouts: Timeouts{Action: time.Minute, Watch: 2 * time.Second},
			}).Open(Scenario{Tags: []string{"@exclusive"}})
			for _, action := range append(c.before, NodeAction{Do: PauseNode, Node: "n"}, c.beside) {
				w.powered(action)
			}
			err := w.Start(t.Context(), NodeAction{Do: StartNode, Node: "n"})
			if errors.Is(err, observe.ErrUnobserved) != c.silent || (err != nil) != c.silent {
				t.Errorf("it ends with %v", err)
			}
			states := map[string]bool{}
			for node, p := range w.power {
				states[node] = p.Frozen
			}
			if got := fmt.Sprint(states); got != c.want {
				t.Errorf("what does not count: %s, want %s", got, c.want)
			}
		})
	}
}
