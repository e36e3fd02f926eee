package steps

import (
	"fmt"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// TestACountInPassingWarns: right after an action, a number may be one on the way to another.
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
// another, unless it is the number in the specs.
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

// TestNothingThatNeverWasWarns: a check for the absence of something that never existed warns right after an action.
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
