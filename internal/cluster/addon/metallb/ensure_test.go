package metallb_test

import (
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"

	"github.com/gherkind/gherkind/internal/cluster/addon/addontest"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

const namespace = "metallb-system"

func TestMetalLBIsBroughtOnce(t *testing.T) {
	c := addontest.IsBroughtOnce(t, "metallb", "MetalLB", namespace, func(client kubernetes.Interface) []int64 {
		return []int64{addontest.Deployment(t, client, namespace, "controller"), addontest.DaemonSet(t, client, namespace, "speaker")}
	})
	onePool(t, c)
}

func onePool(t *testing.T, c *cluster.Cluster) {
	t.Helper()
	client, err := dynamic.NewForConfig(c.Config)
	if err != nil {
		t.Fatal(err)
	}
	pools, err := client.Resource(schema.GroupVersionResource{Group: "metallb.io", Version: "v1beta1", Resource: "ipaddresspools"}).
		Namespace(namespace).List(t.Context(), metav1.ListOptions{})
	if err != nil || len(pools.Items) != 1 {
		t.Errorf("pools: %v, %v", pools, err)
	}
}
