package collect

import (
	"context"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
)

// notIn is the annotation of a DaemonSet of an add-on with a selector of the namespaces that it leaves alone.
const notIn = "gherkind.local/not-in"

// Network returns the DaemonSets that may be the network of the given namespaces of a scenario: those outside of them, each as
// "namespace/name image image", sorted. It returns nil if they cannot be read.
func Network(ctx context.Context, client *kube.Client, own []string) []string {
	return network(ctx, client, own, own)
}

// NetworkOf is the same for one namespace, which may be that of the network itself.
func NetworkOf(ctx context.Context, client *kube.Client, namespace string) []string {
	return network(ctx, client, []string{namespace}, nil)
}

func network(ctx context.Context, client *kube.Client, of, but []string) []string {
	sets, err := client.Typed().AppsV1().DaemonSets(metav1.NamespaceAll).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil
	}
	out := []string{}
	for _, set := range sets.Items {
		if slices.Contains(but, set.Namespace) {
			continue
		}
		leftAlone, err := leavesAlone(ctx, client, set, of)
		if err != nil {
			return nil
		}
		if !leftAlone {
			out = append(out, describeSet(set))
		}
	}
	slices.Sort(out)
	return out
}

// leavesAlone reports whether a DaemonSet of an add-on does nothing in the namespaces.
func leavesAlone(ctx context.Context, client *kube.Client, set appsv1.DaemonSet, namespaces []string) (bool, error) {
	text, is := set.Annotations[notIn]
	if !is {
		return false, nil
	}
	selects, err := labels.Parse(text)
	if err != nil {
		return false, err
	}
	for _, name := range namespaces {
		namespace, err := client.Typed().CoreV1().Namespaces().Get(ctx, name, metav1.GetOptions{})
		if err != nil {
			return false, err
		}
		if !selects.Matches(labels.Set(namespace.Labels)) {
			return false, nil
		}
	}
	return len(namespaces) > 0, nil
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
