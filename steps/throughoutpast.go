package steps

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// counter finds the objects whose count has grown since it began: the restarts of
// a pod, the times that an event was recorded. It reads each of their versions once, and nothing else concerns it.
type counter struct {
	kind  schema.GroupResource
	begin int               // how many versions came before
	next  int               // to be read
	last  map[types.UID]int // the count of each object
	alive bool              // something that is counted is there, or came
}

// counting begins with what has been seen so far.
func counting(w *world.World, kind string) *counter {
	c := &counter{kind: schema.GroupResource{Resource: kind}, last: map[types.UID]int{}}
	w.Timeline.View(func(v observe.View) { c.begin = len(observe.OfKind(v, c.kind, 0)) })
	return c
}

// grown returns the first object that has more than before. count returns false
// for what is not counted.
func (c *counter) grown(v observe.View, count func(observe.Observation) (int, bool)) (observe.Observation, bool) {
	for _, o := range observe.OfKind(v, c.kind, c.next) {
		c.next++
		n, counted := count(o)
		if !counted {
			continue
		}
		present := v.Get(o.Ref)
		c.alive = c.alive || c.next > c.begin || present != nil && present.GetUID() == o.Object.GetUID()
		before := c.last[o.Object.GetUID()]
		c.last[o.Object.GetUID()] = n
		if n > before && c.next > c.begin && o.Type != watch.Deleted {
			return o, true
		}
	}
	return observe.Observation{}, false
}

func (c *counter) idle(saw string) func(observe.View) string {
	return func(observe.View) string {
		if c.alive {
			return ""
		}
		return saw
	}
}

// ownEvent reads an event about an object in a namespace of the scenario; those
// about nodes may be anybody's doing.
func ownEvent(o observe.Observation) *corev1.Event {
	if o.Ref.Kind.GVK.Kind != "Event" {
		return nil
	}
	e := kube.As[corev1.Event](o.Object)
	if e == nil || e.InvolvedObject.Namespace == "" {
		return nil
	}
	return e
}

func timesRecorded(o observe.Observation) (int, bool) {
	e := ownEvent(o)
	if e == nil {
		return 0, false
	}
	n := max(int(e.Count), 1)
	if e.Series != nil {
		n = max(n, int(e.Series.Count))
	}
	return n, true
}

// involved finds what an event is about among what the scenario has seen.
func involved(v observe.View, e *corev1.Event) kube.Ref {
	o, _ := observe.Born(v, e.InvolvedObject.UID)
	return o.Ref
}

// podRestarts counts those of init containers and sidecars too.
func podRestarts(o observe.Observation) (int, bool) {
	if o.Ref.Kind.GVK.Kind != "Pod" {
		return 0, false
	}
	pod := kube.As[corev1.Pod](o.Object)
	if pod == nil {
		return 0, false
	}
	n := restarts(pod)
	for _, c := range pod.Status.InitContainerStatuses {
		n += int(c.RestartCount)
	}
	return n, true
}
