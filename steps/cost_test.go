package steps

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/failfast"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/viewtest"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// reel is a constructed recording, with a millisecond between observations.
type reel struct {
	seen []observe.Observation
	at   time.Time
}

func newReel() *reel { return &reel{at: time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)} }

// add adds a version of an object in namespace "a", whose UID is its kind and name.
func (r *reel) add(group, kind, name, owner string, fields map[string]any) {
	meta := map[string]any{"name": name, "namespace": "a", "uid": kind + name, "generation": int64(1)}
	if owner != "" {
		meta["ownerReferences"] = []any{map[string]any{"uid": owner, "controller": true, "kind": "X", "name": "x"}}
	}
	gvk := schema.GroupVersionKind{Group: group, Version: "v1", Kind: kind}
	obj := &unstructured.Unstructured{Object: map[string]any{"metadata": meta}}
	obj.SetGroupVersionKind(gvk)
	for key, value := range fields {
		obj.Object[key] = value
	}
	known := viewtest.KindFor(kind)
	known.GVK, known.GVR.Group = gvk, group
	r.at = r.at.Add(time.Millisecond)
	r.seen = append(r.seen, observe.Observation{
		Seq: uint64(len(r.seen) + 1), At: r.at, Type: watch.Modified, Object: obj, Ref: kube.Ref{Kind: known, Namespace: "a", Name: name},
	})
}

func (r *reel) pod(name, owner, phase string, ready bool) {
	status := "False"
	if ready {
		status = "True"
	}
	r.add("", "Pod", name, owner, map[string]any{
		"spec": map[string]any{"nodeName": "n", "containers": []any{map[string]any{"name": "c", "image": "nginx"}}},
		"status": map[string]any{"phase": phase, "conditions": []any{map[string]any{"type": "Ready", "status": status}},
			"containerStatuses": []any{map[string]any{"name": "c", "restartCount": int64(0)}}},
	})
}

func (r *reel) event(pod string, n int) {
	r.add("", "Event", fmt.Sprintf("%s.%d", pod, n), "", map[string]any{"reason": "Pulled", "type": "Normal",
		"involvedObject": map[string]any{"kind": "Pod", "namespace": "a", "name": pod, "uid": "Pod" + pod}})
}

func (r *reel) deployment(name string, wanted, ready int) {
	n := int64(ready)
	r.add("apps", "Deployment", name, "", map[string]any{
		"spec": map[string]any{"replicas": int64(wanted), "template": map[string]any{
			"spec": map[string]any{"containers": []any{map[string]any{"name": "c", "image": "nginx"}}}}},
		"status": map[string]any{"observedGeneration": int64(1), "replicas": int64(wanted), "updatedReplicas": int64(wanted), "readyReplicas": n, "availableReplicas": n},
	})
}

// rollout is a rollout of many pods next to that of another Deployment of the same size. At the end the status is ahead of the
// pods.
func rollout(pods int) *reel {
	r := newReel()
	for _, name := range []string{"web", "other"} {
		r.deployment(name, pods, 0)
		r.add("apps", "ReplicaSet", name, "Deployment"+name, nil)
	}
	for _, step := range []struct {
		phase string
		ready bool
	}{{"Pending", false}, {"Running", false}} {
		for n := range pods {
			for _, name := range []string{"web", "other"} {
				pod := fmt.Sprintf("%s-%d", name, n)
				r.pod(pod, "ReplicaSet"+name, step.phase, step.ready)
				r.event(pod, n)
			}
		}
	}
	r.deployment("web", pods, pods)
	for n := range pods {
		r.pod(fmt.Sprintf("other-%d", n), "ReplicaSetother", "Running", true)
		r.event(fmt.Sprintf("other-%d", n), n)
		r.pod(fmt.Sprintf("web-%d", n), "ReplicaSetweb", "Running", true)
	}
	return r
}

// watching opens a world that replays the reel from the beginning.
func watching(tb testing.TB, r *reel) (*world.World, *observe.Tape) {
	hub, tape := observe.Replay(context.Background(), observe.Recording{Observations: r.seen, Ended: r.at.Add(time.Second)})
	tb.Cleanup(hub.Stop)
	tape.PlayTo(r.seen[0].At.Add(-time.Second))
	run := &world.Run{Hub: hub}
	w := run.Replay(tape, world.Scenario{}, world.State{}, nil)
	w.Timeline.Add("a")
	return w, tape
}

// awaitRollout waits for the rollout of "web" as the step does, and counts the evaluations.
func awaitRollout(w *world.World, ref kube.Ref) (evaluated int, err error) {
	check := objects.PresentIn(ref, func(v observe.View, obj *unstructured.Unstructured) observe.Verdict {
		evaluated++
		return objects.RolloutDone(v, ref, obj, w.UnheardPods())
	})
	err = assert.Eventually(context.Background(), w, step.Ending{Within: time.Minute}, ref, check, assert.FailFast(failfast.Complete))
	return evaluated, err
}

// TestARolloutIsWokenByWhatConcernsIt: pods that are not ready yet, events and the other Deployment trigger no evaluation; at
// the end each pod that becomes ready does.
func TestARolloutIsWokenByWhatConcernsIt(t *testing.T) {
	beside := map[int]int{}
	for _, pods := range []int{10, 200} {
		r := rollout(pods)
		w, _ := watching(t, r)
		evaluated, err := awaitRollout(w, r.seen[0].Ref)
		if err != nil {
			t.Fatalf("%d pods: %v", pods, err)
		}
		beside[pods] = evaluated - pods
	}
	if beside[10] != beside[200] || beside[10] > 10 {
		t.Errorf("evaluated %d times beside the pods of 10, %d beside those of 200", beside[10], beside[200])
	}
}

// endpointsGrow is a Service that gets one endpoint after the other, next to as many pods that do not belong to it.
func endpointsGrow(pods int) *reel {
	r := newReel()
	r.add("", "Service", "web", "", map[string]any{"spec": map[string]any{"selector": map[string]any{"app": "web"}}})
	var endpoints []any
	for n := range pods {
		name := fmt.Sprintf("web-%d", n)
		r.pod(name, "", "Running", true)
		endpoints = append(endpoints, map[string]any{"addresses": []any{"10.0.0.1"}, "conditions": map[string]any{"ready": true},
			"targetRef": map[string]any{"kind": "Pod", "name": name, "uid": "Pod" + name}})
		r.add("discovery.k8s.io", "EndpointSlice", "web-1", "", map[string]any{"endpoints": slices.Clone(endpoints)})
		r.seen[len(r.seen)-1].Object.SetLabels(map[string]string{"kubernetes.io/service-name": "web"})
		r.pod(fmt.Sprintf("other-%d", n), "", "Running", true)
		r.event(name, n)
	}
	return r
}

// TestEndpointsAreLookedAtWhenTheyChange: once there is an endpoint, pods and events trigger no evaluation.
func TestEndpointsAreLookedAtWhenTheyChange(t *testing.T) {
	beside := map[int]int{}
	for _, pods := range []int{10, 200} {
		r := endpointsGrow(pods)
		w, _ := watching(t, r)
		service := r.seen[0].Ref
		b := objects.Backing{Service: service, Slices: r.seen[2].Ref.Kind, Pods: r.seen[1].Ref.Kind}
		evaluated := 0
		err := assert.Eventually(t.Context(), w, step.Ending{Within: time.Minute}, service, func(v observe.View) observe.Verdict {
			evaluated++
			have, saw := b.Staying(v)
			if have == nil {
				return observe.Verdict{Saw: saw}
			}
			return observe.Verdict{Met: have.Exactly(pods), Saw: have.String()}
		}, assert.FailFast(failfast.Up))
		if err != nil {
			t.Fatalf("%d pods: %v", pods, err)
		}
		beside[pods] = evaluated - pods
	}
	if beside[10] != beside[200] || beside[10] > 5 {
		t.Errorf("evaluated %d times beside the slices of 10 pods, %d beside those of 200", beside[10], beside[200])
	}
}

// TestRestartsOfOthersAreReadOnce: as the timeline grows, each version of a pod is checked once.
func TestRestartsOfOthersAreReadOnce(t *testing.T) {
	r := newReel()
	r.pod("mine", "", "Running", true)
	for range 100 {
		r.pod("other", "", "Running", true)
	}
	w, tape := watching(t, r)
	known := &restartedOthers{but: r.seen[0].Ref, namespaces: map[string]bool{"a": true}}
	tape.PlayTo(r.seen[50].At)
	w.Timeline.View(func(v observe.View) {
		if found, restarted := known.look(v); !observe.Grows(v) || !found || len(restarted) > 0 || known.seen != 51 {
			t.Errorf("%v, %v, %d versions", found, restarted, known.seen)
		}
	})
	tape.PlayTo(r.at)
	w.Timeline.View(func(v observe.View) {
		if known.look(v); known.seen != 101 {
			t.Errorf("%d versions", known.seen)
		}
		if observe.Grows(objects.PastView(v.All()[:10])) {
			t.Error("a view of the past reports that it grows")
		}
	})
}

// TestACounterIsWokenByItsKind: invariants about pods and about events are evaluated only for observations of their kind.
func TestACounterIsWokenByItsKind(t *testing.T) {
	r := rollout(10)
	kinds := map[string]int{}
	for _, o := range r.seen {
		kinds[o.Ref.Kind.GVR.Resource]++
	}
	for kind, count := range map[string]func(observe.Observation) (int, bool){"pods": objects.PodRestarts, "events": objects.TimesRecorded} {
		w, tape := watching(t, r)
		asked, read := 0, 0
		c := countingIn(w, kind)
		counted := func(o observe.Observation) (int, bool) {
			read++
			return count(o)
		}
		stop := w.Timeline.Never(func(v observe.View) observe.Verdict {
			asked++
			for _, again := c.Grown(v, counted); again; _, again = c.Grown(v, counted) {
			}
			return observe.Verdict{}
		})
		w.Timeline.View(func(observe.View) {})
		tape.PlayTo(r.at)
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		if asked-1 != kinds[kind] || read != kinds[kind] {
			t.Errorf("%s: asked %d times, read %d; of %d", kind, asked-1, read, kinds[kind])
		}
	}
}

// BenchmarkRollout measures the cost of an observation while a step waits for a rollout, by the number of pods.
func BenchmarkRollout(b *testing.B) {
	few, many := rollout(10), rollout(2000)
	cost := func(r *reel, times int) float64 {
		worlds := make([]*world.World, times)
		for i := range worlds {
			worlds[i], _ = watching(b, r)
		}
		began := time.Now()
		for _, w := range worlds {
			if _, err := awaitRollout(w, r.seen[0].Ref); err != nil {
				b.Fatal(err)
			}
		}
		return float64(time.Since(began).Nanoseconds()) / float64(times*len(r.seen))
	}
	var ten, thousands float64
	for b.Loop() {
		ten, thousands = ten+cost(few, 200), thousands+cost(many, 1)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ten/float64(b.N), "ns-of-10")
	b.ReportMetric(thousands/float64(b.N), "ns-of-2000")
	b.ReportMetric(thousands/ten, "ratio")
}

// BenchmarkThroughout measures the cost of an observation with an invariant on restarts, next to 100 and 10,000 events.
func BenchmarkThroughout(b *testing.B) {
	reelOf := func(events int) *reel {
		r := newReel()
		for n := range events {
			r.event(fmt.Sprintf("web-%d", n%50), n)
			if n%10 == 0 {
				r.pod(fmt.Sprintf("web-%d", n%50), "", "Running", true)
			}
		}
		return r
	}
	few, many := reelOf(100), reelOf(10000)
	cost := func(r *reel, times int) float64 {
		var spent time.Duration
		for range times {
			w, tape := watching(b, r)
			c := countingIn(w, "pods")
			stop := w.Timeline.Never(func(v observe.View) observe.Verdict {
				_, restarted := c.Grown(v, objects.PodRestarts)
				return observe.Verdict{Met: restarted}
			})
			began := time.Now()
			tape.PlayTo(r.at)
			spent += time.Since(began)
			if err := stop(); err != nil {
				b.Fatal(err)
			}
		}
		return float64(spent.Nanoseconds()) / float64(times*len(r.seen))
	}
	var hundred, thousands float64
	for b.Loop() {
		hundred, thousands = hundred+cost(few, 100), thousands+cost(many, 1)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(hundred/float64(b.N), "ns-of-100")
	b.ReportMetric(thousands/float64(b.N), "ns-of-10000")
	b.ReportMetric(thousands/hundred, "ratio")
}
