package simulated

import (
	"context"
	"strings"
	"testing"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes/fake"
	clienttesting "k8s.io/client-go/testing"
)

// A new node has a Lease that is not the one of a former node.
func TestANodeHasALeaseOfItsOwn(t *testing.T) {
	n := Of(nil, "gherkind/run", "mine")
	former := func(owner types.UID) *coordinationv1.Lease {
		lease := n.leaseOf(Name(1))
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
		"without an owner":             {there: []runtime.Object{n.leaseOf(Name(1))}, want: "made"},
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

// TestALeaseWithoutItsNode: neither an interrupt nor a kill between the Lease and its node leaves the Lease for ever. Those of
// other runs stay.
func TestALeaseWithoutItsNode(t *testing.T) {
	client := fake.NewClientset()
	interrupted, interrupt := context.WithCancel(t.Context())
	client.PrependReactor("create", "nodes", func(clienttesting.Action) (bool, runtime.Object, error) {
		interrupt()
		return true, nil, interrupted.Err()
	})
	deleted := 0
	client.PrependReactor("delete", "leases", func(clienttesting.Action) (bool, runtime.Object, error) {
		deleted++
		return false, nil, nil
	})
	mine, other := Of(client, "gherkind/run", "mine"), Of(client, "gherkind/run", "other")
	if err := mine.create(interrupted, node(1, "gherkind/run", "mine", "")); err == nil {
		t.Error("the node was created")
	}
	if deleted != 1 {
		t.Errorf("after an interrupt, %d Leases were deleted", deleted)
	}
	for _, lease := range []*coordinationv1.Lease{mine.leaseOf(Name(2)), other.leaseOf(Name(3))} {
		if _, err := mine.leases().Create(t.Context(), lease, metav1.CreateOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	var removed []string
	client.PrependReactor("delete-collection", "leases", func(a clienttesting.Action) (bool, runtime.Object, error) {
		removed = append(removed, a.(clienttesting.DeleteCollectionAction).GetListRestrictions().Labels.String())
		return true, nil, nil
	})
	mine.made.Store(2)
	if err := mine.Remove(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, lease := range []*coordinationv1.Lease{mine.leaseOf("a"), other.leaseOf("b")} {
		all, err := labels.Parse(strings.Join(removed, ","))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := len(removed) > 0 && all.Matches(labels.Set(lease.Labels)), lease.Name == "a"; got != want {
			t.Errorf("the Lease with labels %v is removed: %t", lease.Labels, got)
		}
	}
}
