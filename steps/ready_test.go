package steps

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// podAt returns a version of a pod that is ready or not.
func podAt(name, version, ready string) string {
	return "{kind: Pod, apiVersion: v1, metadata: {name: " + name + ", namespace: a, uid: " + name + ", resourceVersion: '" + version + "'}, " +
		"spec: {containers: [{name: c}]}, status: {phase: Running, conditions: [{type: Ready, status: '" + ready + "'}]}}"
}

// TestEverythingIsReadyAtOnce: an object that was ready before another one became ready must still be ready.
func TestEverythingIsReadyAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		docs []string
		says string // "" if the check is met
		at   float64
	}{
		"both, one after the other": {[]string{podAt("p", "1", "True"), podAt("q", "2", "False"), podAt("q", "3", "True")}, "", 2},
		"the first falls for good":  {[]string{podAt("p", "1", "True"), podAt("q", "2", "False"), podAt("p", "3", "False"), podAt("q", "4", "True")}, "0/1 ready", 0},
		"the first comes back": {[]string{podAt("p", "1", "True"), podAt("q", "2", "False"), podAt("p", "3", "False"), podAt("q", "4", "True"),
			podAt("p", "5", "True")}, "", 4},
		"one falls when the other rises": {[]string{podAt("p", "1", "True"), podAt("q", "2", "False"), podAt("p", "3", "False"), podAt("q", "4", "True"),
			podAt("q", "5", "False"), podAt("p", "6", "True")}, "0/1 ready", 0},
	} {
		s := tell(t, viewtest.See(t, c.docs...), world.State{Brought: []kube.Ref{viewtest.PodRef("a", "p"), viewtest.PodRef("a", "q")}})
		err := everythingReady(t.Context(), s.World, upTo(20))
		if c.says != "" {
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if now := s.Timeline.Now(); err != nil || now.Before(s.at(c.at)) {
			t.Errorf("%s: %v, at %v", name, err, now.Sub(s.began))
		}
	}
}

// daemonSet returns a DaemonSet with one pod, with its generation, observed generation and number of updated pods.
func daemonSet(generation, seen, updated int) string {
	return fmt.Sprintf("{kind: DaemonSet, apiVersion: apps/v1, metadata: {name: d, namespace: a, uid: d, generation: %d}, status: {observedGeneration: %d, desiredNumberScheduled: 1, "+
		"currentNumberScheduled: 1, updatedNumberScheduled: %d, numberAvailable: 1, numberReady: 1}}", generation, seen, updated)
}

// TestWhatIsReadyMayChange: objects stay ready while other parts of them change. Before all objects are ready, a stale status
// is not ready.
func TestWhatIsReadyMayChange(t *testing.T) {
	owned := strings.Replace(podAt("o", "1", "True"), "uid: o", "uid: o, ownerReferences: [{kind: DaemonSet, apiVersion: apps/v1, name: d, uid: d, controller: true}]", 1)
	written := []string{podAt("p", "1", "True"), podAt("q", "1", "True")}
	for i := range 45 {
		written = append(written, podAt("p", fmt.Sprint(i+2), "True"))
	}
	idle := func(docs ...string) []string { // enough observations for each second of the test
		for len(docs) < 30 {
			docs = append(docs, "{kind: ConfigMap, apiVersion: v1, metadata: {name: other, namespace: a}}")
		}
		return docs
	}
	for name, c := range map[string]struct {
		docs []string
		says string
		at   float64 // when a hold time of 10 seconds ends
	}{
		"it is written again and again":       {written, "", 11},
		"an annotation makes a generation":    {idle(owned, podAt("q", "1", "True"), daemonSet(1, 1, 1), daemonSet(2, 1, 1)), "", 12},
		"a rollout nobody asked for":          {idle(owned, podAt("q", "1", "True"), daemonSet(1, 1, 1), daemonSet(2, 1, 1), daemonSet(2, 2, 0)), "of the current spec", 0},
		"one falls":                           {idle(podAt("p", "1", "True"), podAt("q", "1", "True"), podAt("q", "2", "False")), "0/1 ready", 0},
		"a generation while another one goes": {idle(owned, podAt("q", "1", "False"), daemonSet(1, 1, 1), daemonSet(2, 1, 1), podAt("q", "2", "True"), daemonSet(2, 2, 0), daemonSet(2, 2, 1)), "", 16},
	} {
		seen := viewtest.See(t, c.docs...)
		refs := []kube.Ref{viewtest.PodRef("a", "q")}
		for i := range seen {
			switch {
			case seen[i].Ref.Kind.GVK.Kind == "DaemonSet":
				seen[i].Ref.Kind.GVK.Group = "apps"
				refs = append(refs, seen[i].Ref)
			case seen[i].Ref.Name == "p":
				refs = append(refs, seen[i].Ref)
			}
		}
		s := tell(t, seen, world.State{Brought: slices.Compact(refs)})
		err := everythingReady(t.Context(), s.World, step.Ending{Within: 20 * time.Second, For: 10 * time.Second})
		if c.says != "" {
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if now := s.Timeline.Now(); err != nil || !now.Equal(s.at(c.at)) {
			t.Errorf("%s: %v, at %v", name, err, now.Sub(s.began))
		}
	}
}

// TestWhatGoesIsNotReady: an object of any kind that is being deleted is not ready; its successor is.
func TestWhatGoesIsNotReady(t *testing.T) {
	for kind, status := range map[string]string{
		"Pod": "phase: Succeeded", "Job": "conditions: [{type: Complete, status: 'True'}]", "ConfigMap": "a: b",
	} {
		version := "v1"
		if kind == "Job" {
			version = "batch/v1"
		}
		doc := func(uid, version2, rest string) string {
			return "{kind: " + kind + ", apiVersion: " + version + ", metadata: {name: x, namespace: a, uid: " + uid + ", resourceVersion: '" + version2 + "'" + rest + "}, status: {" + status + "}}"
		}
		goes := doc("u", "2", leaving)
		for name, c := range map[string]struct {
			docs []string
			at   float64 // when the check is met; 0 for never
		}{
			"it goes":                   {[]string{doc("u", "1", ""), goes}, 0},
			"another one has its place": {[]string{doc("u", "1", ""), goes, doc("v", "3", "")}, 2},
		} {
			seen := viewtest.See(t, c.docs...)
			ref := kube.Ref{Kind: seen[0].Ref.Kind, Namespace: "a", Name: "x"}
			ref.Kind.GVK.Group = seen[0].Object.GroupVersionKind().Group
			for i := range seen {
				seen[i].Ref = ref
			}
			s := tell(t, seen, world.State{Brought: []kube.Ref{ref}})
			s.goTo(1)
			err := everythingReady(t.Context(), s.World, upTo(10))
			if met := c.at > 0; err != nil && !strings.Contains(err.Error(), "is being deleted") || (err == nil) != met || met && s.Timeline.Now().Before(s.at(c.at)) {
				t.Errorf("%s, %s: %v, at %s", kind, name, err, s.Timeline.Now().Sub(s.began))
			}
		}
	}
}

// TestOnlyANamespaceIsReady: if only a Namespace was applied, everything is ready; if nothing was applied, the step fails.
func TestOnlyANamespaceIsReady(t *testing.T) {
	for declared, met := range map[bool]bool{true: true, false: false} {
		s := tell(t, viewtest.See(t, podAt("p", "1", "True")), world.State{Declared: declared})
		if err := everythingReady(t.Context(), s.World, upTo(1)); (err == nil) != met {
			t.Errorf("declared %t: %v", declared, err)
		}
	}
}
