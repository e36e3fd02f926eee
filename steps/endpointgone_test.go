package steps

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/viewtest"
)

func TestEndpointsOnTheirWayOut(t *testing.T) {
	const svc = "{apiVersion: v1, kind: Service, metadata: {name: s, namespace: a}, spec: {selector: {app: s}}}"
	slice := func(endpoints string) string {
		return fmt.Sprintf("{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: s-1, namespace: a, labels: {kubernetes.io/service-name: s}}, endpoints: [%s]}", endpoints)
	}
	one := func(name, uid, conditions string) string {
		return fmt.Sprintf("{addresses: [10.0.0.1], conditions: {%s}, targetRef: {kind: Pod, name: %s, uid: %s}}", conditions, name, uid)
	}
	listed := slice(one("a", "a", "ready: true"))
	b := objects.Backing{Service: kube.Ref{Kind: viewtest.KindFor("Service"), Namespace: "a", Name: "s"}, Slices: viewtest.KindFor("EndpointSlice"), Pods: viewtest.KindFor("Pod")}
	for name, c := range map[string]struct {
		docs    []string
		ready   int
		settled string
		isOne   bool // pod "a" is an endpoint
		isNone  bool // pod "a" is no endpoint
	}{
		"a ready pod":                  {[]string{ownPod("a", ""), listed}, 1, "", true, false},
		"one that is not":              {[]string{ownPod("a", ""), slice(one("a", "a", "ready: false"))}, 0, "", false, true},
		"the pod is being deleted":     {[]string{ownPod("a", leaving), listed}, 0, `pod "a" is still listed, but is being deleted`, false, false},
		"the slice says so":            {[]string{ownPod("a", leaving), slice(one("a", "a", "ready: false, terminating: true"))}, 0, "", false, true},
		"published to its last second": {[]string{ownPod("a", leaving), slice(one("a", "a", "ready: true, terminating: true"))}, 0, `pod "a" is still listed, but is terminating`, false, false},
		"of the pod before":            {[]string{ownPod("a", ""), slice(one("a", "old", "ready: true"))}, 0, `pod "a" is still listed, but is of a pod that does not exist`, false, false},
		"the pod is gone":              {[]string{ownPod("a", ""), ownPod("a", wentAway), listed}, 0, `pod "a" is still listed, but is of a pod that does not exist`, false, false},
		"two, and one goes":            {[]string{ownPod("a", leaving), ownPod("b", ""), slice(one("a", "a", "ready: true") + ", " + one("b", "b", ""))}, 1, `pod "a" is still listed, but is being deleted`, false, false},
		"an address of no pod":         {[]string{ownPod("a", ""), slice("{addresses: [192.0.2.1]}")}, 1, "", false, true},
	} {
		v := viewtest.See(t, append(c.docs, svc)...)
		have, _ := b.Staying(v)
		if have.Count() != c.ready || !strings.Contains(have.String(), c.settled) || strings.Contains(have.String(), "still listed") != (c.settled != "") || have.Exactly(c.ready) != (c.settled == "") {
			t.Errorf("%s: %d ready, %q; want %d, %q", name, have.Count(), have.String(), c.ready, c.settled)
		}
		pod := viewtest.PodRef("a", "a")
		if is := judgeEndpoints(v, b, pod, func(e *objects.Endpoints) bool { return e.Has("a") }).Met; is != c.isOne {
			t.Errorf("%s: it is an endpoint: %v", name, is)
		}
		if is := judgeEndpoints(v, b, pod, func(e *objects.Endpoints) bool { return !e.Lists("a") }).Met; is != c.isNone {
			t.Errorf("%s: it is not an endpoint: %v", name, is)
		}
	}
}

// TestEndpointsThroughout: this invariant uses only the EndpointSlices, because pods arrive on another watch.
func TestEndpointsThroughout(t *testing.T) {
	v := viewtest.See(t, "{apiVersion: v1, kind: Service, metadata: {name: s, namespace: a}, spec: {selector: {app: s}}}", ownPod("a", leaving),
		"{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: s-1, namespace: a, labels: {kubernetes.io/service-name: s}}, endpoints: [{addresses: [10.0.0.1], conditions: {ready: true}, targetRef: {kind: Pod, name: a, uid: a}}]}")
	b := objects.Backing{Service: v[0].Ref, Slices: viewtest.KindFor("EndpointSlice"), Pods: viewtest.KindFor("Pod")}
	viewtest.Verdict(t, "it stays", atLeast(1, b.Listed)(v), "")
	viewtest.Verdict(t, "it begins", atLeast(1, b.Staying)(v), `the service has 0 ready endpoints; pod "a" is still listed, but is being deleted`)
}
