package steps

import (
	"testing"

	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/viewtest"
)

// TestAllOfNoPods: a check of all pods of a workload is not met if the workload wants none.
func TestAllOfNoPods(t *testing.T) {
	v := viewtest.See(t, "{kind: Deployment, metadata: {namespace: ns, name: none, uid: d}, spec: {replicas: 0}}")
	ref := kube.Ref{Kind: viewtest.KindFor("Deployment"), Namespace: "ns", Name: "none"}
	const want = `deployment "none" is to have 0 pods: nothing can be said of all of none`
	if _, saw := objects.PlacesIn(v, ref); saw != want {
		t.Errorf("placesIn: %q", saw)
	}
	if saw := wrongChild(v, ref, v.Get(ref), map[types.UID]bool{}); saw != want {
		t.Errorf("wrongChild: %q", saw)
	}
}
