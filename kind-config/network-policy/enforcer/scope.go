package main

import (
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/labels"
	networkinginformers "k8s.io/client-go/informers/networking/v1"
	corelisters "k8s.io/client-go/listers/core/v1"
	networkinglisters "k8s.io/client-go/listers/networking/v1"
)

// scoped is an informer whose lister leaves out the policies of some namespaces.
type scoped struct {
	networkinginformers.NetworkPolicyInformer
	namespaces corelisters.NamespaceLister
	ignored    labels.Selector
}

// Lister implements NetworkPolicyInformer.
func (s scoped) Lister() networkinglisters.NetworkPolicyLister {
	return scopedLister{s.NetworkPolicyInformer.Lister(), s.leftOut}
}

// leftOut reports whether the policies of a namespace are not enforced. Those of a namespace that is not known yet are.
func (s scoped) leftOut(namespace string) bool {
	n, err := s.namespaces.Get(namespace)
	return err == nil && s.ignored.Matches(labels.Set(n.Labels))
}

type scopedLister struct {
	networkinglisters.NetworkPolicyLister
	leftOut func(namespace string) bool
}

// List implements NetworkPolicyLister.
func (l scopedLister) List(selector labels.Selector) ([]*networkingv1.NetworkPolicy, error) {
	all, err := l.NetworkPolicyLister.List(selector)
	var in []*networkingv1.NetworkPolicy
	for _, p := range all {
		if !l.leftOut(p.Namespace) {
			in = append(in, p)
		}
	}
	return in, err
}

// NetworkPolicies implements NetworkPolicyLister.
func (l scopedLister) NetworkPolicies(namespace string) networkinglisters.NetworkPolicyNamespaceLister {
	if l.leftOut(namespace) {
		return none{}
	}
	return l.NetworkPolicyLister.NetworkPolicies(namespace)
}

// none is the lister of a namespace that is left out. The engine only lists.
type none struct {
	networkinglisters.NetworkPolicyNamespaceLister
}

// List implements NetworkPolicyNamespaceLister.
func (none) List(labels.Selector) ([]*networkingv1.NetworkPolicy, error) { return nil, nil }
