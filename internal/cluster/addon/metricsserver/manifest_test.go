package metricsserver

import (
	"slices"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/cluster/addon/manifesttest"
	"github.com/gherkind/gherkind/internal/cluster/simulated"
)

// parsed is the part of a manifest that the tests check.
type parsed struct {
	kinds      []string
	program    appsv1.Deployment
	service    corev1.Service
	apiService struct {
		Spec struct {
			Group, Version string
			Service        struct{ Name, Namespace string }
		}
	}
}

func parse(t *testing.T, manifest string) (p parsed) {
	t.Helper()
	p.kinds = manifesttest.Parse(t, manifest, map[string]any{"Deployment": &p.program, "Service": &p.service, "APIService": manifesttest.Part{Of: &p.apiService}})
	return p
}

func TestManifestOfTheNestedModule(t *testing.T) {
	s, err := source().Find(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	published := "registry.k8s.io/metrics-server/metrics-server:" + s.Version
	for image, want := range map[string]string{"": published, "gherkind.local/metrics-server:v1-x": "gherkind.local/metrics-server:v1-x"} {
		manifest, used, err := manifestOf(s.Version, image)
		if err != nil {
			t.Fatal(err)
		}
		p := parse(t, manifest)
		if p.kinds[0] != "Namespace" || p.program.Namespace != namespace || p.service.Namespace != namespace {
			t.Errorf("kinds %v", p.kinds)
		}
		pod := p.program.Spec.Template
		c := pod.Spec.Containers[0]
		if c.Image != want || used != want || (len(c.Command) == 0) != (image == "") || len(c.Command) == 1 && c.Command[0] != "/metrics-server" {
			t.Errorf("command %q, image %s, loaded image %s", c.Command, c.Image, used)
		}
		if _, chosen := pod.Spec.NodeSelector["node-role.kubernetes.io/control-plane"]; !chosen || pod.Spec.NodeSelector[corev1.LabelOSStable] != "linux" {
			t.Errorf("node selector %v: it could be on a node that scenarios stop", pod.Spec.NodeSelector)
		}
		if !labels.SelectorFromSet(p.service.Spec.Selector).Matches(labels.Set(pod.Labels)) || !p.service.Spec.PublishNotReadyAddresses {
			t.Errorf("the service %v does not always reach a pod with %v", p.service.Spec, pod.Labels)
		}
		api := p.apiService.Spec
		if api.Service.Name != p.service.Name || api.Service.Namespace != namespace || apiService != "apiservice/"+api.Version+"."+api.Group {
			t.Errorf("the API service: %+v", api)
		}
		checkArgs(t, c.Args)
	}
}

// checkArgs looks for faults that cause no error in a cluster of real nodes, and for what the program refuses.
func checkArgs(t *testing.T, args []string) {
	t.Helper()
	value := func(name string) string {
		i := slices.IndexFunc(args, func(a string) bool { return strings.HasPrefix(a, "--"+name+"=") })
		if i < 0 {
			t.Fatalf("args %q have no --%s", args, name)
		}
		return strings.TrimPrefix(args[i], "--"+name+"=")
	}
	selector, err := labels.Parse(value("node-selector"))
	if err != nil || selector.Matches(labels.Set{simulated.Label: "true"}) || !selector.Matches(labels.Set{}) {
		t.Errorf("selector %v, %v: it must leave out simulated nodes, which have no kubelet", selector, err)
	}
	resolution, err := time.ParseDuration(value("metric-resolution"))
	if err != nil || resolution < 10*time.Second {
		t.Errorf("resolution %s, %v", resolution, err)
	}
	timeout, err := time.ParseDuration(value("kubelet-request-timeout"))
	if err != nil || timeout > resolution*9/10 {
		t.Errorf("timeout %s of %s, %v", timeout, resolution, err)
	}
}
