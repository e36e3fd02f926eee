package steps

import (
	"fmt"

	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

func newEndpoints() *endpoints {
	return &endpoints{ready: map[string]bool{}, going: map[string]string{}, pods: map[string]types.UID{}}
}

// isTerminating tells of an endpoint that is on its way out. It may be listed as ready all the same, when the service
// publishes addresses that are not.
func isTerminating(one discoveryv1.Endpoint) bool {
	return one.Conditions.Terminating != nil && *one.Conditions.Terminating
}

// watchPods looks at the pods too: a slice is written some time after a pod has begun to go. Slices and pods arrive on
// watches of their own, so this is for what is awaited, not for what must always be so. Until the slice agrees, such an
// endpoint is neither ready nor gone.
func (e *endpoints) watchPods(v observe.View, pods kube.Kind, namespace string) {
	there := map[types.UID]string{}
	for _, obj := range v.List(pods, namespace, nil) {
		there[obj.GetUID()] = ""
		if obj.GetDeletionTimestamp() != nil {
			there[obj.GetUID()] = "is being deleted"
		}
	}
	for name, uid := range e.pods {
		why, exists := there[uid]
		if !exists {
			why = "is of a pod that does not exist"
		}
		if e.ready[name] && uid != "" && why != "" {
			e.ready[name], e.going[name] = false, why
		}
	}
}

// lists tells whether requests may reach a pod, be it on its way out.
func (e *endpoints) lists(pod string) bool { return e.has(pod) || e.going[podEndpoint(pod)] != "" }

func (e *endpoints) leaving() []string {
	var names []string
	for name, why := range e.going {
		names = append(names, fmt.Sprintf("%s is still listed, but %s", name, why))
	}
	return names
}
