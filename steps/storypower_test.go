package steps

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/expression"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// TestStepsDoNotBelieveANodeThatWasSwitchedOff: status of the node and its pods from before it was switched off does not count.
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
		"an expression about the pod": func(s *story) error {
			return objectSatisfies(t.Context(), s.World, s.object("pod", "web"), about(t, expression.OfObject, "object.status.phase == 'Running'"), upTo(5))
		},
		"an expression about the deployments": func(s *story) error {
			e := about(t, expression.OfObjects, "objects.all(o, o.?status.?readyReplicas.orValue(1) == 1)")
			return objectsSatisfy(t.Context(), s.World, "deployments", labels.Everything(), e, upTo(5))
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

// TestWhatANodeThatWasSwitchedOffDoesNotDecide: a part of a spec, a condition that does not depend on pods, and the status of a
// pod that is not ready count at once.
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

// settled returns why requests to a Service must not be judged yet.
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
