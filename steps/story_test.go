package steps

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// story is a scenario in namespace "a" of which whole steps run, over observations that come one each second: the judgement
// behind a step has tests of its own, and here it must be the one that the step asks.
type story struct {
	*world.World
	t      *testing.T
	tape   *observe.Tape
	began  time.Time
	warned []string
}

// tell begins a story. Its state says what the scenario has done to machines.
func tell(t *testing.T, s viewtest.View, state world.State, answers ...world.Answer) *story {
	t.Helper()
	st := &story{t: t, began: time.Unix(1000, 0)}
	watched := map[schema.GroupVersionResource]time.Time{}
	core := &metav1.APIResourceList{GroupVersion: "v1"}
	for _, name := range []string{"Pod", "Service", "EndpointSlice", "Event", "Node", "Namespace", "Deployment", "ConfigMap"} {
		kind := viewtest.KindFor(name)
		watched[kind.GVR] = st.began
		core.APIResources = append(core.APIResources, metav1.APIResource{Name: kind.GVR.Resource, SingularName: strings.ToLower(name),
			Kind: name, Namespaced: kind.Namespaced, Verbs: []string{"list", "watch"}})
	}
	for i := range s {
		s[i].At, s[i].Revision = st.at(float64(i)), uint64(i+1)
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

// goTo lets time go on.
func (s *story) goTo(seconds float64) {
	s.tape.PlayTo(s.at(seconds))
	s.tape.Begin(s.at(100), "")
}

// The objects that a step of the story names.

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

// oneNode is the cluster's only node.
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

// upTo is a step's ending.
func upTo(seconds int) step.Ending { return step.Ending{Within: time.Duration(seconds) * time.Second} }

// TestStepsAskForPodsThatStay: endpoints that are awaited are those of pods that stay; what must be so throughout goes by
// the slices alone.
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
			t.Errorf("%s, while the pod goes: %v", name, err)
		}
	}
	s := tell(t, viewtest.See(t, service, ownPod("p", ""), listed, ownPod("p", leaving)), world.State{})
	s.goTo(2)
	if err := alwaysEndpoints(t.Context(), s.World, s.service("web"), 1); err != nil {
		t.Fatal(err)
	}
	s.goTo(10)
	if _, err := s.Conclude(t.Context()); err != nil {
		t.Errorf("the slice has the endpoint all the time, and the pod, which is seen by another watch, goes: %v", err)
	}
}

// settled says why requests to a service may not be judged yet.
func settled(s *story, name string) error {
	b, err := endpointsOf(s.t.Context(), s.World, s.service(name).Ref)
	if err != nil {
		return err
	}
	why := ""
	s.Timeline.View(func(v observe.View) { why = b.Unsettled(v, s.at(10)) })
	if why != "" {
		return errors.New(why)
	}
	return nil
}

// TestStepsDoNotBelieveANodeThatWasSwitchedOff: neither of it nor of its pods counts what was said before.
func TestStepsDoNotBelieveANodeThatWasSwitchedOff(t *testing.T) {
	docs := func() viewtest.View {
		return viewtest.See(t, "{kind: Node, apiVersion: v1, metadata: {name: worker, uid: u}, status: {conditions: [{type: Ready, status: 'True', lastHeartbeatTime: '1970-01-01T00:16:40Z'}]}}",
			"{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: a, uid: p, ownerReferences: [{kind: Deployment, name: web, uid: d, controller: true}]}, spec: {nodeName: worker, containers: [{name: c}]}, "+
				"status: {phase: Running, conditions: [{type: Ready, status: 'True', lastTransitionTime: '1970-01-01T00:16:40Z'}], containerStatuses: [{name: c, ready: true, state: {running: {startedAt: '1970-01-01T00:16:40Z'}}}]}}",
			"{kind: Deployment, apiVersion: apps/v1, metadata: {name: web, namespace: a, uid: d, generation: 1}, spec: {replicas: 1}, "+
				"status: {observedGeneration: 1, replicas: 1, readyReplicas: 1, conditions: [{type: Available, status: 'True'}, {type: Progressing, status: 'True'}]}}",
			"{kind: Service, apiVersion: v1, metadata: {name: web, namespace: a}, spec: {selector: {app: web}}}",
			"{kind: EndpointSlice, apiVersion: discovery.k8s.io/v1, metadata: {name: web-1, namespace: a, labels: {kubernetes.io/service-name: web}}, endpoints: [{addresses: [10.0.0.1], conditions: {ready: true}, targetRef: {kind: Pod, name: web, uid: p}}]}")
	}
	off := world.State{Power: map[string]world.Power{"worker": {Off: time.Unix(1002, 0)}}}
	for name, ask := range map[string]func(*story) error{
		"the pod is ready": func(s *story) error { return podReady(t.Context(), s.World, s.pod("web"), upTo(5)) },
		"the pod's condition": func(s *story) error {
			return objectCondition(t.Context(), s.World, s.object("pod", "web"), "Ready", upTo(5))
		},
		"the node's condition": func(s *story) error {
			return objectCondition(t.Context(), s.World, s.object("node", "worker"), "Ready", upTo(5))
		},
		"the node's status": func(s *story) error {
			return fieldIs(t.Context(), s.World, s.object("node", "worker"), "True", pathOf(t, `{.status.conditions[?(@.type=="Ready")].status}`), upTo(5))
		},
		"the pod's status": func(s *story) error {
			return fieldIs(t.Context(), s.World, s.object("pod", "web"), "true", pathOf(t, "{.status.containerStatuses[0].ready}"), upTo(5))
		},
		"the deployment's condition": func(s *story) error {
			return objectCondition(t.Context(), s.World, s.object("deployment", "web"), "Available", upTo(5))
		},
		"the deployment's status": func(s *story) error {
			return fieldIs(t.Context(), s.World, s.object("deployment", "web"), "1", pathOf(t, "{.status.readyReplicas}"), upTo(5))
		},
		"the deployment's status, as a number": func(s *story) error {
			return fieldAtLeast(t.Context(), s.World, s.object("deployment", "web"), resource.MustParse("1"), pathOf(t, "{.status.readyReplicas}"), upTo(5))
		},
		"a part of the deployment's status": func(s *story) error {
			part := &kube.Part{Object: map[string]any{"status": map[string]any{"readyReplicas": int64(1)}}}
			return objectMatches(t.Context(), s.World, s.object("deployment", "web"), upTo(5), part)
		},
		"what is not in the deployment's status": func(s *story) error {
			part := &kube.Part{Object: map[string]any{"status": map[string]any{"readyReplicas": int64(2)}}}
			return objectDiffers(t.Context(), s.World, s.object("deployment", "web"), upTo(5), part)
		},
		"what the deployment's status lacks": func(s *story) error {
			return fieldAbsent(t.Context(), s.World, s.object("deployment", "web"), pathOf(t, "{.status.unavailableReplicas}"), upTo(5))
		},
		"a container runs": func(s *story) error {
			return containerRunning(t.Context(), s.World, world.ContainerRef{Name: "c", Pod: s.pod("web").Ref}, upTo(5))
		},
		"the pod refuses": func(s *story) error {
			s.goTo(10)
			return assert.WhenReady(s.World, s.pod("web").Ref, step.Ending{}, func(context.Context) error { return nil })(t.Context())
		},
		"the number of endpoints": func(s *story) error { return readyEndpoints(t.Context(), s.World, s.service("web"), 1, upTo(5)) },
		"the pod is an endpoint": func(s *story) error {
			return podIsEndpoint(t.Context(), s.World, s.pod("web"), s.service("web"), upTo(5))
		},
		"endpoints, throughout": func(s *story) error { return alwaysEndpoints(t.Context(), s.World, s.service("web"), 1) },
		"it is settled": func(s *story) error {
			s.goTo(10)
			return settled(s, "web")
		},
	} {
		if s := tell(t, docs(), world.State{}); ask(s) != nil {
			t.Errorf("%s: not met where nothing was done to the node", name)
		}
		if err := ask(tell(t, docs(), off)); err == nil || !strings.Contains(err.Error(), "that is from before") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func pathOf(t *testing.T, text string) kube.JSONPath {
	t.Helper()
	path, err := kube.ParseJSONPath(text)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestWhatANodeThatWasSwitchedOffDoesNotDecide counts at once: a part of a spec, a condition that does not depend on pods, and what
// a pod says that is not ready.
func TestWhatANodeThatWasSwitchedOffDoesNotDecide(t *testing.T) {
	docs := viewtest.See(t, "{kind: Deployment, apiVersion: apps/v1, metadata: {name: web, namespace: a, uid: d, generation: 1}, spec: {replicas: 1}, status: {observedGeneration: 1, conditions: [{type: Progressing, status: 'True'}]}}",
		"{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: a, uid: p, ownerReferences: [{kind: Deployment, name: web, uid: d, controller: true}]}, spec: {nodeName: worker}, status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}}",
		"{kind: Pod, apiVersion: v1, metadata: {name: job, namespace: a, uid: j}, spec: {nodeName: worker}, status: {phase: Succeeded, conditions: [{type: Ready, status: 'False'}]}}")
	s := tell(t, docs, world.State{Power: map[string]world.Power{"worker": {Off: time.Unix(1002, 0)}}})
	for name, err := range map[string]error{
		"a spec":      fieldIs(t.Context(), s.World, s.object("deployment", "web"), "1", pathOf(t, "{.spec.replicas}"), upTo(5)),
		"a condition": objectCondition(t.Context(), s.World, s.object("deployment", "web"), "Progressing", upTo(5)),
		"a phase":     fieldIs(t.Context(), s.World, s.object("pod", "job"), "Succeeded", pathOf(t, "{.status.phase}"), upTo(5)),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestStepsWarnOfSlips: a step that is met by what is misspelt warns.
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
				t.Error("an event that nobody recorded is there")
			}
			return nil
		}, `nearest: "Scheduled"`},
		"a reason, in order": {func(s *story) error {
			if eventsInOrder(t.Context(), s.World, s.object("pod", "web"), "Sceduled, Pulled", upTo(5)) == nil {
				t.Error("an event that nobody recorded is there")
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

// TestABrokenNeverSaysSinceWhen: a look back tells how long ago it was broken.
func TestABrokenNeverSaysSinceWhen(t *testing.T) {
	const pod = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: a, uid: p}, status: {phase: %}}"
	s := tell(t, viewtest.See(t, strings.Replace(pod, "%", "Pending", 1), strings.Replace(pod, "%", "Running", 1)), world.State{})
	s.goTo(4)
	err := podWasNever(t.Context(), s.World, s.pod("web"), "Running", step.Span{})
	if err == nil || !strings.Contains(err.Error(), "that began 3s before this step") {
		t.Errorf("got %v", err)
	}
}

// TestAPodThatGotOnIsNoFault: of what did not stay so, as the pod got on, nothing is said to be the cause.
func TestAPodThatGotOnIsNoFault(t *testing.T) {
	const pod = "{kind: Pod, apiVersion: v1, metadata: {name: web, namespace: a, uid: p}, spec: {nodeName: worker, containers: [{name: c}]}, status: {phase: Pending, containerStatuses: [{name: c, state: {waiting: {reason: %}}}]}}"
	s := tell(t, viewtest.See(t, strings.Replace(pod, "%", "ContainerCreating", 1), strings.Replace(pod, "%", "PodInitializing", 1)), world.State{})
	err := podIs(t.Context(), s.World, s.pod("web"), "ContainerCreating", step.Ending{For: 3 * time.Second})
	f, is := errors.AsType[*explain.Failure](err)
	if !is || f.Code != "" || !strings.Contains(f.Hint, "since the pod got on") {
		t.Errorf("got %v", err)
	}
}

// TestACountInPassingWarns: a number right after an action may be one on the way to another.
func TestACountInPassingWarns(t *testing.T) {
	for _, passing := range []bool{true, false} {
		s := tell(t, viewtest.See(t, ownPod("p", "")), world.State{})
		s.Scenario.InPassing = map[string]bool{step.Text(t.Context()): passing}
		if err := countEverywhere(t.Context(), s.World, 1, "pods", labels.Everything(), upTo(5)); err != nil {
			t.Error(err)
		}
		if warns := len(s.warned) == 1 && strings.Contains(s.warned[0], "met in passing"); warns != passing || len(s.warned) > 1 {
			t.Errorf("in passing %v: %q", passing, s.warned)
		}
	}
}

// TestANumberThatIsNotTheLastWarns: right after an action, a number of replicas, endpoints or restarts may be one on the way to
// another. One that is what the specs want is not.
func TestANumberThatIsNotTheLastWarns(t *testing.T) {
	docs := func(replicas int) viewtest.View {
		labelled := "labels: {app: web}, ownerReferences: [{kind: Deployment, name: web, uid: d, controller: true}]"
		return viewtest.See(t,
			fmt.Sprintf("{kind: Deployment, apiVersion: apps/v1, metadata: {name: web, namespace: a, uid: d, generation: 1}, spec: {replicas: %d, template: {metadata: {labels: {app: web}}}}, status: {observedGeneration: 1, replicas: 1, readyReplicas: 1}}", replicas),
			"{kind: Pod, apiVersion: v1, metadata: {name: p, namespace: a, uid: p, "+labelled+"}, spec: {containers: [{name: c}]}, status: {phase: Running, conditions: [{type: Ready, status: 'True'}], containerStatuses: [{name: c, restartCount: 1}]}}",
			"{kind: Service, apiVersion: v1, metadata: {name: web, namespace: a, uid: s}, spec: {selector: {app: web}}}",
			"{kind: EndpointSlice, apiVersion: discovery.k8s.io/v1, metadata: {name: web-1, namespace: a, labels: {kubernetes.io/service-name: web}}, endpoints: [{addresses: [10.0.0.1], conditions: {ready: true}, targetRef: {kind: Pod, name: p, uid: p}}]}")
	}
	for name, c := range map[string]struct {
		replicas int
		ask      func(*story) error
		warns    bool
	}{
		"all replicas": {1, func(s *story) error {
			return readyReplicas(t.Context(), s.World, s.object("deployment", "web"), 1, upTo(5))
		}, false},
		"some replicas": {3, func(s *story) error {
			return readyReplicas(t.Context(), s.World, s.object("deployment", "web"), 1, upTo(5))
		}, true},
		"all endpoints":  {1, func(s *story) error { return readyEndpoints(t.Context(), s.World, s.service("web"), 1, upTo(5)) }, false},
		"some endpoints": {3, func(s *story) error { return readyEndpoints(t.Context(), s.World, s.service("web"), 1, upTo(5)) }, true},
		"restarts": {1, func(s *story) error {
			return containerRestarted(t.Context(), s.World, world.ContainerRef{Name: "c", Pod: s.pod("p").Ref}, 1, upTo(5))
		}, true},
	} {
		for _, passing := range []bool{true, false} {
			s := tell(t, docs(c.replicas), world.State{})
			s.Scenario.InPassing = map[string]bool{step.Text(t.Context()): passing}
			if err := c.ask(s); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if warned := strings.Contains(strings.Join(s.warned, ""), "met in passing"); warned != (c.warns && passing) {
				t.Errorf("%s, right after an action %v: %q", name, passing, s.warned)
			}
		}
	}
}

// TestNothingThatNeverWasWarns: none of what never was there, right after an action.
func TestNothingThatNeverWasWarns(t *testing.T) {
	const deployment = "{kind: Deployment, apiVersion: apps/v1, metadata: {name: web, namespace: a, uid: d, generation: 1}, spec: {replicas: %d}, status: {observedGeneration: 1, readyReplicas: %d}}"
	empty := &kube.Part{Object: map[string]any{"status": map[string]any{"conditions": nil}}}
	for name, c := range map[string]struct {
		docs  []string
		ask   func(*story) error
		warns bool
	}{
		"no replica yet": {[]string{fmt.Sprintf(deployment, 3, 0)}, func(s *story) error {
			return readyReplicas(t.Context(), s.World, s.object("deployment", "web"), 0, upTo(5))
		}, true},
		"no replica any more": {[]string{fmt.Sprintf(deployment, 3, 3), fmt.Sprintf(deployment, 3, 0)}, func(s *story) error {
			return readyReplicas(t.Context(), s.World, s.object("deployment", "web"), 0, upTo(5))
		}, false},
		"no replica is wanted": {[]string{fmt.Sprintf(deployment, 0, 0)}, func(s *story) error {
			return readyReplicas(t.Context(), s.World, s.object("deployment", "web"), 0, upTo(5))
		}, false},
		"an empty status": {[]string{fmt.Sprintf(deployment, 3, 0)}, func(s *story) error {
			return objectMatches(t.Context(), s.World, s.object("deployment", "web"), upTo(5), empty)
		}, true},
		"a status with more": {[]string{fmt.Sprintf(deployment, 3, 2)}, func(s *story) error {
			return objectMatches(t.Context(), s.World, s.object("deployment", "web"), upTo(5), &kube.Part{Object: map[string]any{"status": map[string]any{"conditions": nil, "readyReplicas": int64(2)}}})
		}, false},
	} {
		s := tell(t, viewtest.See(t, c.docs...), world.State{})
		s.goTo(3)
		s.Scenario.InPassing = map[string]bool{step.Text(t.Context()): true}
		if err := c.ask(s); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if warned := strings.Contains(strings.Join(s.warned, ""), "never seen to be otherwise"); warned != c.warns {
			t.Errorf("%s: %q", name, s.warned)
		}
	}
}
