package engine

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/cluster/nodecontrol"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// answeringServer is an API server that answers every request in the same way until it is closed.
func answeringServer(t *testing.T, answer http.HandlerFunc) (*httptest.Server, *kube.Client) {
	t.Helper()
	server := httptest.NewServer(answer)
	t.Cleanup(server.Close)
	client, err := kube.New(&kube.Config{Host: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	return server, client
}

// TestAtFault: which failures say nothing about the behaviour, with an API server that answers and one that is unreachable. An
// outage is the scenario's own only if the scenario stopped something; its tags do not count.
func TestAtFault(t *testing.T) {
	_, there := answeringServer(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) })
	closed, away := answeringServer(t, func(http.ResponseWriter, *http.Request) {})
	closed.Close()
	blind := &observe.Blind{From: time.Now()}
	refused := func(err error) error { return &url.Error{Op: "Get", URL: "https://c", Err: err} }
	for name, c := range map[string]struct {
		failed  error
		client  *kube.Client
		stopped string // what the exclusive scenario has stopped itself
		says    string // "" if the behaviour is at fault
	}{
		"a watch that is late":                       {&observe.Late{}, there, "", "did not show it within"},
		"the same, after its own outage":             {&observe.Late{}, there, "boss", "did not show it within"},
		"a right is missing":                         {&kube.RightError{Sentence: "a right is missing: x"}, there, "", "a right is missing"},
		"a wait, not seen":                           {&observe.Missed{Blind: blind}, there, "", SaysNothing},
		"a wait, not seen, after a control plane":    {&observe.Missed{Blind: blind}, there, "boss", ""},
		"a wait, not seen, after a member of etcd":   {&observe.Missed{Blind: blind}, there, "e1", ""},
		"a wait, not seen, after a worker":           {&observe.Missed{Blind: blind}, there, "w1", SaysNothing},
		"a wait, seen":                               {&observe.Missed{Saw: "Pending"}, there, "", ""},
		"a question, and the server was silent":      {&probe.Unheard{Err: errors.New("refused")}, there, "", SaysNothing},
		"a request without an answer":                {refused(syscall.ECONNREFUSED), there, "", "could not be reached"},
		"the same, after a worker":                   {refused(syscall.ECONNREFUSED), there, "w1", "could not be reached"},
		"a request whose step was over":              {refused(context.DeadlineExceeded), there, "", ""},
		"another failure":                            {errors.New("is Pending"), there, "", ""},
		"another one, and nobody answers":            {errors.New("is Pending"), away, "", "cannot be reached"},
		"the same, after a control plane":            {errors.New("is Pending"), away, "boss", ""},
		"the same, after one that was started again": {errors.New("is Pending"), away, "boss again", ""},
	} {
		hub := observe.NewHub(t.Context(), c.client, observe.Options{})
		s := &report.Scenario{Tags: []string{tags.Exclusive}}
		w := (&world.Run{Client: c.client, Hub: hub, Nodes: noMachines{}, Etcd: noMembers{}}).Open(world.Scenario{Tags: s.Tags})
		if name, again := strings.CutSuffix(c.stopped, " again"); name != "" {
			stop(t, w, name, again)
		}
		r := &runner{session: &session{cluster: &cluster.Cluster{Name: "c"}, run: &world.Run{}}}
		fault := r.atFault(t.Context(), w, s, errors.Join(errors.New("the step failed"), c.failed))
		if (fault == nil) != (c.says == "") || fault != nil && !strings.Contains(fault.Error(), c.says) {
			t.Errorf("%s: %v, want %q", name, fault, c.says)
		}
		hub.Stop()
	}
}

// noMachines are nodes that answer nothing.
type noMachines struct{ world.Nodes }

func (noMachines) All() []string                                       { return []string{"boss", "w1", "w2"} }
func (noMachines) ControlPlane(node string) bool                       { return node == "boss" }
func (noMachines) Power(context.Context, string, world.NodeVerb) error { return nil }

type noMembers struct{ world.Etcd }

func (noMembers) Members() []string                                   { return []string{"e1"} }
func (noMembers) Power(context.Context, string, world.NodeVerb) error { return nil }

// stop stops a machine as a scenario does, and optionally starts it again.
func stop(t *testing.T, w *world.World, machine string, again bool) {
	t.Helper()
	off, on := world.StopNode, world.StartNode
	if machine == "e1" {
		off, on = world.StopMember, world.StartMember
	}
	if err := w.Start(t.Context(), world.NodeAction{Do: off, Node: machine}); err != nil {
		t.Fatal(err)
	}
	if !again {
		return
	}
	if err := w.Start(t.Context(), world.NodeAction{Do: on, Node: machine}); err != nil {
		t.Fatal(err)
	}
}

// TestFaultOfAMachine: a machine that does not do what it is told says nothing about the behaviour, not even in a scenario that
// breaks nodes, unless the scenario switched that machine off itself.
func TestFaultOfAMachine(t *testing.T) {
	_, there := answeringServer(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) })
	hub := observe.NewHub(t.Context(), there, observe.Options{})
	defer hub.Stop()
	s := &report.Scenario{Tags: []string{tags.Exclusive}}
	w := (&world.Run{Client: there, Hub: hub, Nodes: noMachines{}, Etcd: noMembers{}}).Open(world.Scenario{Tags: s.Tags})
	if err := w.Start(t.Context(), world.NodeAction{Do: world.StopNode, Node: "w1"}); err != nil {
		t.Fatal(err)
	}
	r := &runner{session: &session{cluster: &cluster.Cluster{Name: "c"}, run: &world.Run{}}}
	for name, c := range map[string]struct {
		fault nodecontrol.Fault
		is    bool
	}{
		"Docker refuses":                         {nodecontrol.Fault{Machine: "w2"}, true},
		"of a node that is off, but not by that": {nodecontrol.Fault{Machine: "w1"}, true},
		"a node is down":                         {nodecontrol.Fault{Machine: "w2", Down: true}, true},
		"the scenario switched it off":           {nodecontrol.Fault{Machine: "w1", Down: true}, false},
	} {
		c.fault.Err = errors.New("run docker pause: exit status 1")
		fault := r.atFault(t.Context(), w, s, &probe.Failed{Last: fmt.Errorf("on node: %w", &c.fault)})
		if (fault != nil) != c.is {
			t.Errorf("%s: %v", name, fault)
		}
	}
}

// TestAskedWhileTheServerWasAway: a request through an API server that was unreachable says nothing, even if the server answers
// again when the scenario fails.
func TestAskedWhileTheServerWasAway(t *testing.T) {
	opened := make(chan struct{}, 10)
	server, watched := answeringServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch {
		case r.URL.Query().Get("sendInitialEvents") != "":
			w.WriteHeader(http.StatusUnprocessableEntity)
			_, _ = w.Write([]byte(`{"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Invalid", "code": 422}`))
		case r.URL.Query().Get("watch") != "":
			_ = http.NewResponseController(w).Flush()
			opened <- struct{}{}
			<-r.Context().Done()
		default:
			_, _ = w.Write([]byte(`{"kind": "PodList", "apiVersion": "v1", "metadata": {"resourceVersion": "1"}, "items": []}`))
		}
	})
	hub := observe.NewHub(t.Context(), watched, observe.Options{})
	defer hub.Stop()
	pods := kube.Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: "Pod"}, GVR: schema.GroupVersionResource{Version: "v1", Resource: "pods"}, Namespaced: true}
	if err := hub.Ensure(t.Context(), pods); err != nil {
		t.Fatal(err)
	}
	<-opened
	_, there := answeringServer(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) })
	r := &runner{session: &session{cluster: &cluster.Cluster{Name: "c"}, run: &world.Run{}}}
	fault := func(waited time.Duration) error {
		step := &report.Step{Status: report.Failed, Started: time.Now(), Duration: time.Minute}
		w := (&world.Run{Client: there, Hub: hub}).Open(world.Scenario{})
		return r.atFault(t.Context(), w, &report.Scenario{Steps: []*report.Step{step}}, &probe.Failed{Waited: waited, Last: errors.New("refused")})
	}
	if err := fault(time.Minute); err != nil {
		t.Errorf("while the API server answers: %v", err)
	}
	server.CloseClientConnections()
	server.Close()
	for end := time.Now().Add(time.Minute); len(hub.Timeline().Blinds(time.Now())) == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the watch is not down")
		}
	}
	if err := fault(time.Minute); !errors.Is(err, observe.ErrUnobserved) || !strings.Contains(err.Error(), SaysNothing) {
		t.Errorf("while the API server is unreachable: %v", err)
	}
}
