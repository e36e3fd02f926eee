package steps

import (
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
)

// TestEtcdKeys uses keys from the etcd of a real cluster.
func TestEtcdKeys(t *testing.T) {
	for _, c := range []struct {
		group, resource, namespace string
		want                       string
	}{
		{"", "configmaps", "ns", "/registry/configmaps/ns/x"},
		{"", "services", "ns", "/registry/services/specs/ns/x"},
		{"", "nodes", "", "/registry/minions/x"},
		{"apps", "deployments", "ns", "/registry/deployments/ns/x"},
		{"networking.k8s.io", "ingresses", "ns", "/registry/ingress/ns/x"},
		{"apiextensions.k8s.io", "customresourcedefinitions", "", "/registry/apiextensions.k8s.io/customresourcedefinitions/x"},
		{"stable.example.com", "crontabs", "ns", "/registry/stable.example.com/crontabs/ns/x"},
	} {
		ref := kube.Ref{Namespace: c.namespace, Name: "x", Kind: kube.Kind{GVR: schema.GroupVersionResource{Group: c.group, Resource: c.resource}}}
		if got := etcdKeys(ref); !slices.Contains(got, c.want) {
			t.Errorf("%s.%s: %q is not among %q", c.resource, c.group, c.want, got)
		}
	}
}
