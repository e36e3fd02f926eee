package steps

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// story is a scenario in namespace "a" that runs whole steps on recorded observations, one per second. The checks behind the
// steps have their own tests; here each step must use the right one.
type story struct {
	*world.World
	t      *testing.T
	tape   *observe.Tape
	began  time.Time
	warned []string
}

// tell starts a story. The state contains what the scenario has done to machines.
func tell(t *testing.T, s viewtest.View, state world.State, answers ...world.Answer) *story {
	t.Helper()
	return tellAs(t, s, func(i int) uint64 { return uint64(i + 1) }, state, answers...)
}

// tellAs is tell with other resource versions of the observations; 0 means unknown.
func tellAs(t *testing.T, s viewtest.View, revision func(int) uint64, state world.State, answers ...world.Answer) *story {
	t.Helper()
	st := &story{t: t, began: time.Unix(1000, 0)}
	watched := map[schema.GroupVersionResource]time.Time{}
	core := &metav1.APIResourceList{GroupVersion: "v1"}
	for _, name := range []string{"Pod", "Service", "EndpointSlice", "Event", "Node", "Namespace", "Deployment", "DaemonSet", "ConfigMap", "Job", "ServiceAccount"} {
		kind := viewtest.KindFor(name)
		watched[kind.GVR] = st.began
		core.APIResources = append(core.APIResources, metav1.APIResource{Name: kind.GVR.Resource, SingularName: strings.ToLower(name),
			Kind: name, Namespaced: kind.Namespaced, Verbs: []string{"list", "watch"}})
	}
	for i := range s {
		s[i].At, s[i].Revision = st.at(float64(i)), revision(i)
	}
	v1 := metav1.GroupVersionForDiscovery{GroupVersion: "v1", Version: "v1"}
	served := kube.Served{Groups: []*metav1.APIGroup{{Versions: []metav1.GroupVersionForDiscovery{v1}, PreferredVersion: v1}}, Resources: []*metav1.APIResourceList{core}}
	client, err := kube.NewOffline(served, func(request string) error { return errors.New("nobody answers " + request) })
	if err != nil {
		t.Fatal(err)
	}
	asked := observe.Window{Started: st.at(0), Ended: st.at(50)}
	for i := range 50 {
		asked.Attempts = append(asked.Attempts, st.at(float64(i)))
	}
	hub, tape := observe.Replay(t.Context(), observe.Recording{Observations: s, Watched: watched, Steps: []observe.Window{asked}, Ended: st.at(100)})
	t.Cleanup(hub.Stop)
	run := &world.Run{Hub: hub, Client: client, Timeouts: world.DefaultTimeouts(), Nodes: oneNode{}}
	state.Namespaces = map[string]string{"": "a"}
	st.tape = tape
	st.World = run.Replay(tape, world.Scenario{}, state, answers)
	st.Restore(state)
	st.Timeline.Add("a")
	st.Warned = func(text string) { st.warned = append(st.warned, text) }
	st.goTo(0)
	return st
}

func (s *story) at(seconds float64) time.Time {
	return s.began.Add(time.Duration(seconds * float64(time.Second)))
}

// goTo advances the clock of the story.
func (s *story) goTo(seconds float64) {
	s.tape.PlayTo(s.at(seconds))
	s.tape.Begin(s.at(100), "")
}

// The objects to which steps of the story refer.

func (s *story) pod(name string) (p world.PodRef) {
	s.find(p.Resolve(s.t.Context(), s.World, name))
	return p
}
func (s *story) service(name string) (r world.ServiceRef) {
	s.find(r.Resolve(s.t.Context(), s.World, name))
	return r
}
func (s *story) node(name string) (n world.NodeRef) {
	s.find(n.Resolve(s.t.Context(), s.World, name))
	return n
}
func (s *story) object(kind, name string) (o world.ObjectRef) {
	s.find(o.Resolve(s.t.Context(), s.World, kind, name))
	return o
}

func (s *story) find(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// oneNode is a cluster with a single node.
type oneNode struct{}

func (oneNode) ControlPlane(string) bool             { return false }
func (oneNode) All() []string                        { return []string{"worker"} }
func (oneNode) Resolve(short string) (string, error) { return short, nil }
func (oneNode) Address(string) (string, error)       { return "10.0.0.1", nil }
func (oneNode) Power(context.Context, string, world.NodeVerb) error {
	return errors.New("it has no machine")
}
func (oneNode) Exec(context.Context, string, []string) (string, int, error) {
	return "", 0, errors.New("it has no machine")
}

// upTo returns an ending with this timeout.
func upTo(seconds int) step.Ending { return step.Ending{Within: time.Duration(seconds) * time.Second} }

// TestStepsAskForPodsThatStay: a step that waits for endpoints counts only pods that are not being deleted; an invariant uses
// only the EndpointSlices.
func TestStepsAskForPodsThatStay(t *testing.T) {
	const service = "{kind: Service, metadata: {name: web, namespace: a, uid: s}, spec: {selector: {app: web}, ports: [{name: main, port: 80}]}}"
	listed := strings.ReplaceAll(sliceOf("s", "{name: main, port: 80}", "p"), "name: p}", "name: p, uid: p}")
	if _, _, with := strings.Cut(listed, "uid: p"); !with {
		t.Fatal(listed)
	}
	going := viewtest.See(t, service, ownPod("p", leaving), listed)
	for name, ask := range map[string]func(*story) error{
		"a ready endpoint":  func(s *story) error { return readyEndpoints(t.Context(), s.World, s.service("web"), 1, upTo(5)) },
		"no ready endpoint": func(s *story) error { return readyEndpoints(t.Context(), s.World, s.service("web"), 0, upTo(5)) },
		"a pod's endpoint": func(s *story) error {
			return podIsEndpoint(t.Context(), s.World, s.pod("p"), s.service("web"), upTo(5))
		},
		"no endpoint of it": func(s *story) error {
			return podIsNoEndpoint(t.Context(), s.World, s.pod("p"), s.service("web"), upTo(5))
		},
		"it begins": func(s *story) error { return alwaysEndpoints(t.Context(), s.World, s.service("web"), 1) },
	} {
		s := tell(t, slices.Clone(going), world.State{})
		s.goTo(3)
		if err := ask(s); err == nil || !strings.Contains(err.Error(), `pod "p" is still listed, but is being deleted`) {
			t.Errorf("%s, while the pod is being deleted: %v", name, err)
		}
	}
	s := tell(t, viewtest.See(t, service, ownPod("p", ""), listed, ownPod("p", leaving)), world.State{})
	s.goTo(2)
	if err := alwaysEndpoints(t.Context(), s.World, s.service("web"), 1); err != nil {
		t.Fatal(err)
	}
	s.goTo(10)
	if _, err := s.Conclude(t.Context()); err != nil {
		t.Errorf("the EndpointSlice keeps the endpoint while the pod, on another watch, is being deleted: %v", err)
	}
}

// TestStepsWarnOfSlips: a step that passes only because of a misspelt name warns.
func TestStepsWarnOfSlips(t *testing.T) {
	misspelt, err := labels.Parse("app=wbe")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		ask  func(*story) error
		says string
	}{
		"a name":  {func(s *story) error { return objectAbsent(t.Context(), s.World, s.object("pod", "wbe"), upTo(5)) }, `there never was a pod "wbe"`},
		"a label": {func(s *story) error { return countEverywhere(t.Context(), s.World, 0, "pods", misspelt, upTo(5)) }, "nothing in the scenario ever had the label app=wbe"},
		"a reason": {func(s *story) error {
			return neverHadEvent(t.Context(), s.World, s.object("pod", "web"), "Sceduled", step.Span{})
		}, `nearest: "Scheduled"`},
		"a reason, awaited": {func(s *story) error {
			if hasEvent(t.Context(), s.World, s.object("pod", "web"), "Sceduled", "x", upTo(5)) == nil {
				t.Error("an event that was never recorded was found")
			}
			return nil
		}, `nearest: "Scheduled"`},
		"a reason, in order": {func(s *story) error {
			if eventsInOrder(t.Context(), s.World, s.object("pod", "web"), "Sceduled, Pulled", upTo(5)) == nil {
				t.Error("an event that was never recorded was found")
			}
			return nil
		}, `nearest: "Scheduled"`},
		"a reason, throughout": {func(s *story) error { return neverRecorded(t.Context(), s.World, "Sceduled") }, `nearest: "Scheduled"`},
	} {
		s := tell(t, viewtest.See(t, "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: a, uid: p, labels: {app: web}}, status: {phase: Running}}"), world.State{})
		if err := c.ask(s); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if len(s.warned) != 1 || !strings.Contains(s.warned[0], c.says) {
			t.Errorf("%s: %q", name, s.warned)
		}
	}
}

// TestABrokenNeverSaysSinceWhen: a failed "never" says how long ago the state was violated.
func TestABrokenNeverSaysSinceWhen(t *testing.T) {
	const pod = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: a, uid: p}, status: {phase: %}}"
	s := tell(t, viewtest.See(t, strings.Replace(pod, "%", "Pending", 1), strings.Replace(pod, "%", "Running", 1)), world.State{})
	s.goTo(4)
	err := podWasNever(t.Context(), s.World, s.pod("web"), "Running", step.Span{})
	if err == nil || !strings.Contains(err.Error(), "that began 3s before this step") {
		t.Errorf("got %v", err)
	}
}

// TestAPodThatGotOnIsNoFault: if a state did not last because the pod made progress, no cause is reported.
func TestAPodThatGotOnIsNoFault(t *testing.T) {
	const pod = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: a, uid: p}, spec: {nodeName: worker, containers: [{name: c}]}, status: {phase: Pending, containerStatuses: [{name: c, state: {waiting: {reason: %}}}]}}"
	s := tell(t, viewtest.See(t, strings.Replace(pod, "%", "ContainerCreating", 1), strings.Replace(pod, "%", "PodInitializing", 1)), world.State{})
	err := podIs(t.Context(), s.World, s.pod("web"), "ContainerCreating", step.Ending{For: 3 * time.Second})
	f, is := errors.AsType[*explain.Failure](err)
	if !is || f.Code != "" || !strings.Contains(f.Hint, "since the pod got on") {
		t.Errorf("got %v", err)
	}
}
