package kube

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
)

// OfKubernetes reports whether a group belongs to Kubernetes itself, in the version of gherkind's types.
func OfKubernetes(group string) bool { return scheme.Scheme.IsGroupRegistered(group) }

// Kind is a kind that the cluster serves.
type Kind struct {
	GVK        schema.GroupVersionKind
	GVR        schema.GroupVersionResource
	Namespaced bool
}

// String returns the kind's name: "Deployment".
func (k Kind) String() string { return k.GVK.Kind }

// Ref names one object.
type Ref struct {
	Kind      Kind
	Namespace string // empty for cluster-scoped kinds
	Name      string
}

// String returns the object as reports name it: deployment "web".
func (r Ref) String() string { return fmt.Sprintf("%s %q", strings.ToLower(r.Kind.GVK.Kind), r.Name) }

// ContainerRef names a container of a pod.
type ContainerRef struct {
	Pod  Ref
	Name string // empty for the first container of the pod
}

// Beside returns another container of the same pod.
func (c ContainerRef) Beside(name string) ContainerRef { return ContainerRef{c.Pod, name} }
