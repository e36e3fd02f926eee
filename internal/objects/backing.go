package objects

import (
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// Backing is what stands behind a service.
type Backing struct {
	Service      kube.Ref
	Slices, Pods kube.Kind
	Unheard      func(*corev1.Pod) string // of which pods the last word does not count, see [world.World.UnheardPods]; may be nil
}

// Listed are the endpoints by the slices alone.
func (b Backing) Listed(v observe.View) (*Endpoints, string) {
	return readEndpoints(v, b.Service, b.Slices, b.Pods)
}

// Staying are the endpoints by the slices and by the pods: none that is on its way out is ready, nor one whose node was switched
// off or frozen since it was.
func (b Backing) Staying(v observe.View) (*Endpoints, string) {
	have, saw := b.Listed(v)
	if have == nil {
		return nil, saw
	}
	have.watchPods(v, b)
	return have, ""
}

// settledFrom is how long endpoints must have been the same. kube-proxy gathers changes for a second (minSyncPeriod).
const settledFrom = 3 * time.Second

// Unsettled says why requests may not be sent to all endpoints of a service yet; "" when they are, or there is no service.
func (b Backing) Unsettled(v observe.View, now time.Time) string {
	if v.Get(b.Service) == nil {
		return ""
	}
	have, saw := b.Staying(v)
	switch {
	case have == nil:
		return saw
	case have.Count() == 0 || len(have.going) > 0:
		return fmt.Sprintf("the endpoints of %s are not settled: %s", b.Service, have)
	}
	if ago := now.Sub(b.changed(v)); ago < settledFrom {
		return fmt.Sprintf("the endpoints of %s have been the same for only %s: requests may not be sent to all of them yet", b.Service, ago.Round(100*time.Millisecond))
	}
	return ""
}

// changed is when the endpoints of a service were seen to change last.
func (b Backing) changed(v observe.View) (last time.Time) {
	for _, o := range observe.OfKind(v, b.Slices.GVR.GroupResource(), 0) {
		if o.Object.GetNamespace() == b.Service.Namespace && o.Object.GetLabels()[discoveryv1.LabelServiceName] == b.Service.Name {
			last = o.At
		}
	}
	return last
}
