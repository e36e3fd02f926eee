package scenarios_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/cluster/registrytest"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/scenariotest"
)

// TestPublished does what happens on a machine that reaches a registry: images are looked up, pulled and loaded into the nodes
// of a separate cluster, and the features run there. The registry is real and on loopback; its images were built here, under
// the names and in the places of the published images, and are not marked as gherkind's.
func TestPublished(t *testing.T) {
	onCluster(t)
	proving.Only(t, "makes a second cluster and runs the features there; make published does")
	own := clustertest.Options(t)
	own.AddOns = []string{tags.Kwok, "metallb", "metrics-server"}
	built, err := cluster.Up(t.Context(), own)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := scenarios.BuiltIn()
	if err != nil {
		t.Fatal(err)
	}
	r := registrytest.New(t)
	images := publish(t, r, built)
	heard := &progress{t: t}
	o := cluster.Options{
		Name: "gherkind-published", StateDir: t.TempDir(), Progress: heard,
		Source: "published", Registry: r.Host, NodeImage: "kindest/node:" + built.Kubernetes,
	}
	t.Cleanup(func() {
		if err := cluster.Down(context.WithoutCancel(t.Context()), o); err != nil {
			t.Error(err)
		}
	})
	c, err := cluster.Up(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	heard.must(t, "pull the node image", "layers pulled")
	for logical, image := range images {
		if got := c.Images.Map(logical); got != image {
			t.Errorf("%s is %s and not %s", logical, got, image)
		}
		heard.must(t, "pull "+r.Host+"/", "load image "+image+" into 4 nodes")
	}
	scenariotest.Test(t, scenarios.Options{FS: tree, Tags: tagsToRun(), Cluster: o, StateDir: t.TempDir()})

	r.Close()
	heard.said = nil
	if c, err = cluster.Up(t.Context(), o); err != nil || c.How != "reused" || heard.has("pull ") || heard.has("load ") {
		t.Fatalf("without the registry: %v, %v, %q", c, err, heard.said)
	}
	refusedAgain(t, o, c, images["busybox"])
}

// refusedAgain removes an image that the registry no longer serves: the cluster stays.
func refusedAgain(t *testing.T, o cluster.Options, c *cluster.Cluster, image string) {
	t.Helper()
	node := c.Nodes[0].Container
	before := registrytest.Docker(t, "inspect", "--format", "{{.Id}}", node)
	registrytest.Docker(t, "exec", node, "crictl", "rmi", image)
	registrytest.Docker(t, "rmi", image)
	_, err := cluster.Up(t.Context(), o)
	if !errors.As(err, new(*cluster.EnvironmentError)) || !strings.Contains(err.Error(), "busybox") || !strings.Contains(err.Error(), "does not answer") {
		t.Errorf("got %v", err)
	}
	if after := registrytest.Docker(t, "inspect", "--format", "{{.Id}}", node); after != before {
		t.Error("the cluster was recreated")
	}
}

// publish pushes the images of a cluster that was built here to a registry, in the form in which they are published, and
// returns the names by which the catalogue knows them.
func publish(t *testing.T, r *registrytest.Registry, built *cluster.Cluster) map[string]string {
	t.Helper()
	data, err := os.ReadFile("../kind-config/images.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var catalogue map[string]struct{ Published, Built string }
	if err := yaml.Unmarshal(data, &catalogue); err != nil {
		t.Fatal(err)
	}
	node := built.Nodes[0].Container
	images := map[string]string{}
	for logical, image := range catalogue {
		if image.Built == "" {
			continue // part of Kubernetes
		}
		images[logical] = image.Published
		path := strings.TrimPrefix(image.Published, "registry.k8s.io/")
		if !strings.Contains(path, "/") {
			path = "library/" + path
		}
		r.Export(t, node, built.Images.Map(logical), path)
		registrytest.Forget(t, image.Published)
	}
	forNodes := "kindest/node:" + built.Kubernetes
	r.Derive(t, registrytest.Docker(t, "inspect", "--format", "{{.Image}}", node), forNodes,
		"LABEL gherkind.local/stage= gherkind.local/contents=", `ENTRYPOINT ["/usr/local/bin/entrypoint", "/sbin/init"]`)
	registrytest.Forget(t, r.Host+"/"+forNodes)
	publishAddOn(t, r, "metallb", "quay.io/", map[string]string{"metallb/controller": "/controller", "metallb/speaker": "/speaker"})
	publishAddOn(t, r, tags.Kwok, "registry.k8s.io/", map[string]string{"kwok/kwok": "/kwok"})
	publishAddOn(t, r, "metrics-server", "registry.k8s.io/", map[string]string{"metrics-server/metrics-server": "/metrics-server"})
	return images
}

// publishAddOn pushes the images of an add-on to the registry: by their published names, each with its program as entrypoint.
// All are derived from the one image that is built here.
func publishAddOn(t *testing.T, r *registrytest.Registry, addOn, host string, entrypoints map[string]string) {
	t.Helper()
	built := strings.Fields(registrytest.Docker(t, "images", "gherkind.local/"+addOn, "--format", "{{.Repository}}:{{.Tag}}"))
	if len(built) == 0 {
		t.Fatalf("no image of %s was built", addOn)
	}
	for _, name := range built {
		_, tag, _ := strings.Cut(name, ":")
		version, _, _ := strings.Cut(tag, "-")
		for path, program := range entrypoints {
			image := path + ":" + version
			r.Derive(t, name, image, fmt.Sprintf("ENTRYPOINT [%q]", program), "CMD []")
			registrytest.Forget(t, host+image)
		}
	}
}

// progress records messages.
type progress struct {
	t    *testing.T
	said []string
}

func (p *progress) Step(what string)   { p.Info(what) }
func (p *progress) Done(detail string) { p.Info("done " + detail) }
func (p *progress) Info(line string) {
	p.said = append(p.said, line)
	p.t.Log(line)
}

func (p *progress) has(part string) bool {
	return slices.ContainsFunc(p.said, func(line string) bool { return strings.Contains(line, part) })
}

func (p *progress) must(t *testing.T, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !p.has(part) {
			t.Errorf("there was no message about %q", part)
		}
	}
}
