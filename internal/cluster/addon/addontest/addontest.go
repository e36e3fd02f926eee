// Package addontest is for the tests that install add-ons in the project's cluster.
package addontest

import (
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Steps is a Progress that records its steps.
type Steps struct{ Begun []string }

// Step implements host.Progress.
func (s *Steps) Step(what string) { s.Begun = append(s.Begun, what) }

// Done implements host.Progress.
func (*Steps) Done(string) {}

// Info implements host.Progress.
func (*Steps) Info(string) {}

// Has reports whether a step contains one of the texts.
func (s *Steps) Has(parts ...string) bool {
	return slices.ContainsFunc(s.Begun, func(step string) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(step, part) })
	})
}

// Up installs an add-on in the project's cluster, where features use it, too, and returns the steps that this took. With -short the
// test is skipped.
func Up(t *testing.T, addOn string) (*cluster.Cluster, *Steps) {
	t.Helper()
	if testing.Short() {
		t.Skip("needs the kind cluster; -short leaves it out")
	}
	var heard Steps
	o := clustertest.Options(t)
	o.AddOns, o.Progress = []string{addOn}, &heard
	c, err := cluster.Up(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Lacks) > 0 {
		t.Fatal(c.Lacks[0].Err)
	}
	return c, &heard
}

// Client returns a client of the cluster.
func Client(t *testing.T, c *cluster.Cluster) kubernetes.Interface {
	t.Helper()
	client, err := kubernetes.NewForConfig(c.Config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// IsBroughtOnce checks that an add-on, which progress calls title, is installed once, and again if its installation was interrupted,
// which does not change its workloads. generations returns metadata.generation of these.
func IsBroughtOnce(t *testing.T, addOn, title, namespace string, generations func(kubernetes.Interface) []int64) *cluster.Cluster {
	t.Helper()
	clustertest.Up(t)
	c, _ := Up(t, addOn)
	client := Client(t, c)
	before := generations(client)
	if _, heard := Up(t, addOn); heard.Has("compile", "load", "install") {
		t.Errorf("steps although it is installed: %q", heard.Begun)
	}
	patch := `{"metadata":{"annotations":{"gherkind.local/addon":null}}}`
	if _, err := client.CoreV1().Namespaces().Patch(t.Context(), namespace, "application/merge-patch+json", []byte(patch), metav1.PatchOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, heard := Up(t, addOn); !heard.Has("install "+title) || heard.Has("compile", "load image") {
		t.Errorf("steps after an interrupted installation: %q", heard.Begun)
	}
	if after := generations(client); !slices.Equal(after, before) {
		t.Errorf("installing again changed the workloads: generations %v, then %v", before, after)
	}
	if _, heard := Up(t, addOn); heard.Has("install " + title) {
		t.Errorf("the installation was not recorded: steps %q", heard.Begun)
	}
	return c
}

// Deployment returns metadata.generation of a Deployment.
func Deployment(t *testing.T, client kubernetes.Interface, namespace, name string) int64 {
	t.Helper()
	workload, err := client.AppsV1().Deployments(namespace).Get(t.Context(), name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return workload.Generation
}

// DaemonSet returns metadata.generation of a DaemonSet.
func DaemonSet(t *testing.T, client kubernetes.Interface, namespace, name string) int64 {
	t.Helper()
	workload, err := client.AppsV1().DaemonSets(namespace).Get(t.Context(), name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return workload.Generation
}
