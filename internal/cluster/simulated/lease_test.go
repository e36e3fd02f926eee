package simulated

import (
	"testing"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes/fake"
	clienttesting "k8s.io/client-go/testing"
)

// A new node has a Lease that is not the one of a former node.
func TestANodeHasALeaseOfItsOwn(t *testing.T) {
	former := func(owner types.UID) *coordinationv1.Lease {
		lease := leaseOf(Name(1))
		lease.UID, lease.OwnerReferences = "former", []metav1.OwnerReference{{Kind: "Node", Name: Name(1), UID: owner}}
		return lease
	}
	for name, c := range map[string]struct {
		there  []runtime.Object
		failed bool
		want   types.UID // of the Lease
	}{
		"there was none":               {want: "made"},
		"that of a former node":        {there: []runtime.Object{former("gone")}, want: "made"},
		"without an owner":             {there: []runtime.Object{leaseOf(Name(1))}, want: "made"},
		"kwok has made it":             {there: []runtime.Object{former("node")}, want: "former"},
		"the node is somebody else's":  {there: []runtime.Object{former("other"), &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: Name(1)}}}, failed: true, want: "former"},
		"somebody else's has no Lease": {there: []runtime.Object{&corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: Name(1)}}}, failed: true},
	} {
		t.Run(name, func(t *testing.T) {
			client := fake.NewClientset(c.there...)
			client.PrependReactor("create", "*", func(a clienttesting.Action) (bool, runtime.Object, error) {
				switch o := a.(clienttesting.CreateAction).GetObject().(type) {
				case *corev1.Node:
					o.UID = "node"
				case *coordinationv1.Lease:
					o.UID = "made"
				}
				return false, nil, nil
			})
			n := Of(client, "gherkind/run", "mine")
			if err := n.create(t.Context(), node(1, "gherkind/run", "mine", "")); (err != nil) != c.failed {
				t.Error(err)
			}
			leases, err := n.leases().List(t.Context(), metav1.ListOptions{})
			if err != nil {
				t.Fatal(err)
			}
			var got types.UID
			for _, lease := range leases.Items {
				got = lease.UID
			}
			if got != c.want || len(leases.Items) > 1 {
				t.Errorf("the Lease is %q, want %q", got, c.want)
			}
		})
	}
}
