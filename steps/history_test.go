package steps

import (
	"testing"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
)

const (
	formerPod = `{kind: Pod, metadata: {namespace: ns, name: web, uid: a}, spec: {nodeName: w1, containers: [{name: app}]}, status: {phase: Running, containerStatuses: [
		{name: app, restartCount: 1, state: {running: {startedAt: '2026-01-01T00:00:10Z'}}, lastState: {terminated: {reason: OOMKilled, exitCode: 137, startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:05Z', containerID: x}}}]}}`
	formerGone  = `{kind: Pod, metadata: {namespace: ns, name: web, uid: a, annotations: {gone: ''}}, spec: {nodeName: w1, containers: [{name: app}]}}`
	presentPod  = `{kind: Pod, metadata: {namespace: ns, name: web, uid: b}, spec: {containers: [{name: app}]}, status: {phase: Pending}}`
	formerEvent = `{kind: Event, metadata: {namespace: ns, name: e1}, reason: Killing, message: old, involvedObject: {kind: Pod, namespace: ns, name: web, uid: a}}`
	otherEvent  = `{kind: Event, metadata: {namespace: ns, name: e2}, reason: Pulled, message: new, involvedObject: {kind: Pod, namespace: ns, name: web, uid: b}}`
)

// TestHistoryIsOfOneObject: the history of an earlier object with the same name does not count, for or against.
func TestHistoryIsOfOneObject(t *testing.T) {
	pod := viewtest.PodRef("ns", "web")
	v := viewtest.See(t, formerPod, formerEvent, formerGone, presentPod, otherEvent)
	if objects.HadStatus(v, pod, "Running") {
		t.Error("the pod was Running before it was made again")
	}
	if reasons := objects.Terminations(v, kube.ContainerRef{Pod: pod, Name: "app"}); len(reasons) > 0 {
		t.Errorf("a former pod's container ended: %v", reasons)
	}
	if events := objects.Events(v, pod); len(events) != 1 || events[0].Reason != "Pulled" {
		t.Errorf("events %v", events)
	}
	viewtest.Verdict(t, "status", neverStatus(pod, "Running").Judge(v), "")
	viewtest.Verdict(t, "event", neverEventOf(pod, "Killing").Judge(v), "")
	viewtest.Verdict(t, "container", neverRanIn(kube.ContainerRef{Pod: pod, Name: "app"}).Judge(v), "")
	viewtest.Verdict(t, "field", oneValue(pod, "status.phase", lifesOf(pod)).Judge(v), "")

	before := viewtest.See(t, formerPod, formerEvent, formerGone) // without a successor, the last object of the name counts
	if !objects.HadStatus(before, pod, "Running") || objects.Terminations(before, kube.ContainerRef{Pod: pod, Name: "app"})["OOMKilled"] != 1 || len(objects.Events(before, pod)) != 1 {
		t.Error("the last object of a name has lost its history")
	}
}

// TestEventsWithUIDsOfTheirOwn: in events about nodes and static pods the kubelet uses a UID that no object has.
func TestEventsWithUIDsOfTheirOwn(t *testing.T) {
	v := viewtest.See(t, presentPod, `{kind: Event, metadata: {namespace: ns, name: e}, reason: Started, involvedObject: {kind: Pod, namespace: ns, name: web, uid: hash}}`)
	if len(objects.Events(v, viewtest.PodRef("ns", "web"))) != 1 {
		t.Error("the event is not counted")
	}
}

// TestNeverNeedsPresence: an object that never existed has no history, and the failure suggests a similar name.
func TestNeverNeedsPresence(t *testing.T) {
	v := viewtest.See(t, presentPod, `{kind: Service, metadata: {namespace: ns, name: shop, uid: s}}`)
	wbe, web := viewtest.PodRef("ns", "wbe"), viewtest.PodRef("ns", "web")
	service := kube.Ref{Kind: viewtest.KindFor("Service"), Namespace: "ns", Name: "shop"}
	deployment := kube.Ref{Kind: viewtest.KindFor("Deployment"), Namespace: "ns", Name: "shop"}
	const none = `there never was a pod "wbe"; nearest: "web"`
	for name, c := range map[string]struct {
		check observe.Check
		saw   string
	}{
		"status":           {neverStatus(wbe, "Running").Judge, none},
		"event":            {neverEventOf(wbe, "BackOff").Judge, none},
		"container":        {neverRanIn(kube.ContainerRef{Pod: wbe, Name: "app"}).Judge, none},
		"before":           {neverRanIn(kube.ContainerRef{Pod: wbe, Name: "app"}).Before(service), none + `, before service "shop" existed`},
		"before typo":      {neverRanIn(kube.ContainerRef{Pod: web, Name: "ap"}).Before(service), `the pod has no container "ap"; it has "app", before service "shop" existed`},
		"before what":      {neverRanIn(kube.ContainerRef{Pod: web, Name: "app"}).Before(kube.Ref{Kind: viewtest.KindFor("Service"), Namespace: "ns", Name: "sohp"}), `there never was a service "sohp"; nearest: "shop"`},
		"before, and was":  {neverRanIn(kube.ContainerRef{Pod: web, Name: "app"}).Before(service), ""},
		"field":            {oneValue(wbe, "spec.nodeName", lifesOf(wbe)).Judge, none},
		"node":             {neverOnNode(deployment, "w1").Judge, `there never was a deployment "shop"`},
		"others":           {noOthersRestart(wbe, map[string]bool{"ns": true}).Judge, none},
		"nothing near":     {neverEventOf(viewtest.PodRef("ns", "database"), "BackOff").Judge, `there never was a pod "database"; there was "web"`},
		"it was there":     {neverEventOf(web, "BackOff").Judge, ""},
		"it never changed": {oneValue(web, "status.phase", lifesOf(web)).Judge, ""},
	} {
		viewtest.Verdict(t, name, c.check(v), c.saw)
	}
}

// TestNeverOnNode: a pod without a node may still be scheduled to any node.
func TestNeverOnNode(t *testing.T) {
	const owner = `{kind: ReplicaSet, metadata: {namespace: ns, name: rs, uid: r}}`
	ref := kube.Ref{Kind: viewtest.KindFor("ReplicaSet"), Namespace: "ns", Name: "rs"}
	viewtest.Verdict(t, "pending", neverOnNode(ref, "w1").Judge(viewtest.See(t, owner, `{kind: Pod, metadata: {namespace: ns, name: p, uid: u, ownerReferences: [{uid: r, kind: ReplicaSet, name: rs}]}}`)),
		"not all pods have a node yet: 1 pod without a node")
	viewtest.Verdict(t, "elsewhere", neverOnNode(ref, "w1").Judge(viewtest.See(t, owner, `{kind: Pod, metadata: {namespace: ns, name: p, uid: u, ownerReferences: [{uid: r, kind: ReplicaSet, name: rs}]}, spec: {nodeName: w2}}`)), "")
	viewtest.Verdict(t, "there", neverOnNode(ref, "w1").Judge(viewtest.See(t, owner, `{kind: Pod, metadata: {namespace: ns, name: p, uid: u, ownerReferences: [{uid: r, kind: ReplicaSet, name: rs}]}, spec: {nodeName: w1}}`)),
		`pod "p" was placed on node "w1"`)
}

func lifesOf(ref kube.Ref) func(observe.View) []observe.Observation {
	return func(v observe.View) []observe.Observation { return objects.Life(v, ref) }
}

// TestNeverChangedOverASuccessor: if an object is deleted and recreated with another value during the span, the value has
// changed; objects from before the span do not count.
func TestNeverChangedOverASuccessor(t *testing.T) {
	const before = `{kind: Pod, metadata: {namespace: ns, name: web, uid: zero}, status: {phase: Failed}}`
	const beforeGone = `{kind: Pod, metadata: {namespace: ns, name: web, uid: zero, annotations: {gone: ''}}, status: {phase: Failed}}`
	pod := viewtest.PodRef("ns", "web")
	throughout := oneValue(pod, "status.phase", objects.LivesFrom(pod))
	viewtest.Verdict(t, "at first", throughout.Judge(viewtest.See(t, before, beforeGone, formerPod)), "")
	viewtest.Verdict(t, "at last", throughout.Judge(viewtest.See(t, before, beforeGone, formerPod, presentPod)), "status.phase was Running, then Pending")
}
