package engine

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes/fake"
	clienttesting "k8s.io/client-go/testing"

	"github.com/gherkind/gherkind/internal/cluster/simulated"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
	"github.com/gherkind/gherkind/steps/world"
)

// twoNodes are two simulated nodes in a cluster where every node is ready from the beginning.
func twoNodes(t *testing.T) (*fake.Clientset, *simulated.Nodes) {
	t.Helper()
	client := fake.NewClientset()
	client.PrependReactor("create", "nodes", func(a clienttesting.Action) (bool, runtime.Object, error) {
		node := a.(clienttesting.CreateAction).GetObject().(*corev1.Node)
		node.Status.Conditions = []corev1.NodeCondition{{Type: corev1.NodeReady, Status: corev1.ConditionTrue}}
		return false, nil, nil
	})
	making, cancel := context.WithCancel(t.Context())
	client.PrependWatchReactor("nodes", func(clienttesting.Action) (bool, watch.Interface, error) {
		cancel() // the fake client sends no bookmarks, so the client would never know that it has received all nodes
		return false, nil, nil
	})
	nodes := simulated.Of(client, world.LabelRun, "run")
	if err := nodes.Make(making, 2); making.Err() == nil {
		t.Fatalf("not made: %v", err)
	}
	return client, nodes
}

// TestAtFaultSimulatedNodes: a wait that timed out is no verdict while a simulated node is not ready. A wait that failed fast
// has observed its reason, and in a session without simulated nodes they are not checked.
func TestAtFaultSimulatedNodes(t *testing.T) {
	_, there := answeringServer(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) })
	timedOut := &observe.Missed{Saw: "Pending", Cause: context.DeadlineExceeded}
	for name, c := range map[string]struct {
		failed      error
		none, ready bool
		says        string
	}{
		"a wait timed out, and a node is not ready": {failed: timedOut, says: "the simulated nodes do not work: node " + simulated.Name(1) + " is not ready"},
		"a wait timed out, and all nodes are ready": {failed: timedOut, ready: true},
		"a wait failed fast":                        {failed: &observe.Missed{Saw: "Failed", Cause: errors.New("it cannot become true")}},
		"there are no simulated nodes":              {failed: timedOut, none: true},
	} {
		t.Run(name, func(t *testing.T) {
			r := &runner{session: &session{cluster: &cluster.Cluster{Name: "c"}, run: &world.Run{}}}
			if !c.none {
				client, nodes := twoNodes(t)
				r.session.simulation = &simulation{nodes: nodes}
				if !c.ready {
					makeNotReady(t, client, simulated.Name(1))
				}
			}
			hub := observe.NewHub(t.Context(), there, observe.Options{})
			defer hub.Stop()
			w := (&world.Run{Client: there, Hub: hub, Nodes: noMachines{}, Etcd: noMembers{}}).Open(world.Scenario{})
			fault := r.atFault(t.Context(), w, &report.Scenario{}, c.failed)
			if (fault == nil) != (c.says == "") || fault != nil && !strings.Contains(fault.Error(), c.says) {
				t.Errorf("%v, want %q", fault, c.says)
			}
		})
	}
}

func makeNotReady(t *testing.T, client *fake.Clientset, name string) {
	t.Helper()
	nodes := client.CoreV1().Nodes()
	node, err := nodes.Get(t.Context(), name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	node.Status.Conditions[0].Status = corev1.ConditionUnknown
	if _, err := nodes.Update(t.Context(), node, metav1.UpdateOptions{}); err != nil {
		t.Fatal(err)
	}
}
