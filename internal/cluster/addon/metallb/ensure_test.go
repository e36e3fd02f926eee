package metallb_test

import (
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// steps is a Progress that records its steps.
type steps struct{ begun []string }

func (s *steps) Step(what string) { s.begun = append(s.begun, what) }
func (*steps) Done(string)        {}
func (*steps) Info(string)        {}

func (s *steps) has(part string) bool {
	return slices.ContainsFunc(s.begun, func(step string) bool { return strings.Contains(step, part) })
}

// up installs the add-on in the project's cluster, where features use it, too, and returns the steps that this took.
func up(t *testing.T) (*cluster.Cluster, *steps) {
	t.Helper()
	var heard steps
	o := clustertest.Options(t)
	o.AddOns, o.Progress = []string{"metallb"}, &heard
	c, err := cluster.Up(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return c, &heard
}

const namespace = "metallb-system"

func TestMetalLBIsBroughtOnce(t *testing.T) {
	clustertest.Up(t)
	c, _ := up(t)
	client, err := kubernetes.NewForConfig(c.Config)
	if err != nil {
		t.Fatal(err)
	}
	before := generations(t, client)

	_, heard := up(t)
	for _, part := range []string{"compile", "load", "install"} {
		if heard.has(part) {
			t.Errorf("steps although it is installed: %q", heard.begun)
		}
	}
	patch := `{"metadata":{"annotations":{"gherkind.local/addon":null}}}`
	if _, err := client.CoreV1().Namespaces().Patch(t.Context(), namespace, "application/merge-patch+json", []byte(patch), metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, heard = up(t); !heard.has("install MetalLB") || heard.has("compile") || heard.has("load image") {
		t.Errorf("steps after an interrupted installation: %q", heard.begun)
	}
	if after := generations(t, client); after != before {
		t.Errorf("installing again changed the workloads: generations %v, then %v", before, after)
	}
	if _, heard = up(t); heard.has("install MetalLB") {
		t.Errorf("the installation was not recorded: steps %q", heard.begun)
	}
	onePool(t, c)
}

// generations returns metadata.generation of the two workloads.
func generations(t *testing.T, client kubernetes.Interface) [2]int64 {
	t.Helper()
	controller, err := client.AppsV1().Deployments(namespace).Get(t.Context(), "controller", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	speaker, err := client.AppsV1().DaemonSets(namespace).Get(t.Context(), "speaker", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return [2]int64{controller.Generation, speaker.Generation}
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
