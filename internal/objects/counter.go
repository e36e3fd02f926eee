package objects

import (
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/observe"
)

// Counter finds the objects whose count has grown since it began: the restarts of
// a pod, the times that an event was recorded. It reads each of their versions once, and nothing else concerns it.
type Counter struct {
	kind  schema.GroupResource
	begin int               // how many versions came before
	next  int               // to be read
	last  map[types.UID]int // the count of each object
	alive bool              // something that is counted is there, or came
}

// NewCounter begins with what has been seen so far.
func NewCounter(v observe.View, kind string) *Counter {
	c := &Counter{kind: schema.GroupResource{Resource: kind}, last: map[types.UID]int{}}
	c.begin = len(observe.OfKind(v, c.kind, 0))
	return c
}

// Grown returns the first object that has more than before. count returns false
// for what is not counted.
func (c *Counter) Grown(v observe.View, count func(observe.Observation) (int, bool)) (observe.Observation, bool) {
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

// Idle returns a function that says saw while nothing that is counted was there, and "" afterwards.
func (c *Counter) Idle(saw string) func(observe.View) string {
	return func(observe.View) string {
		if c.alive {
			return ""
		}
		return saw
	}
}
