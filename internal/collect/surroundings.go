package collect

import (
	"context"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
)

// Network returns the DaemonSets that may be the cluster's network: those outside the given namespaces, each as "namespace/name
// image image", sorted. It returns nil if they cannot be read.
func Network(ctx context.Context, client *kube.Client, but []string) []string {
	sets, err := client.Typed().AppsV1().DaemonSets(metav1.NamespaceAll).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil
	}
	out := []string{}
	for _, set := range sets.Items {
		if !slices.Contains(but, set.Namespace) {
			out = append(out, describeSet(set))
		}
	}
	slices.Sort(out)
	return out
}

func describeSet(set appsv1.DaemonSet) string {
	text := set.Namespace + "/" + set.Name
	for _, c := range set.Spec.Template.Spec.Containers {
		text += " " + c.Image
	}
	return text
}

// Classes returns the cluster's ingress classes, or nil if they cannot be read.
func Classes(ctx context.Context, client *kube.Client) []*unstructured.Unstructured {
	kind, err := client.Kind(ctx, schema.GroupVersionKind{Group: "networking.k8s.io", Version: "v1", Kind: "IngressClass"})
	if err != nil {
		return nil
	}
	list, err := client.List(ctx, kind, "")
	if err != nil {
		return nil
	}
	return append([]*unstructured.Unstructured{}, list...)
}
