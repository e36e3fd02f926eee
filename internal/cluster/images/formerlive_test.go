package images_test

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"testing"

	kind "sigs.k8s.io/kind/pkg/cluster"
	"sigs.k8s.io/kind/pkg/cluster/nodes"
	"sigs.k8s.io/kind/pkg/exec"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/cluster/images"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// TestAnImageReplacesItsFormerVersions: each version that is loaded takes the place of those before, in every node, unless another
// run may use them.
func TestAnImageReplacesItsFormerVersions(t *testing.T) {
	cluster := clustertest.Up(t).Name
	all, err := kind.NewProvider(kind.ProviderWithDocker()).ListInternalNodes(cluster)
	if err != nil {
		t.Fatal(err)
	}
	own := images.Own{Name: "registry.invalid/lab/versions-" + strings.ToLower(rand.Text()[:8])}
	t.Cleanup(func() {
		for _, node := range all {
			for _, name := range versionsIn(t, node, own) {
				if err := node.Command("crictl", "rmi", name).Run(); err != nil {
					t.Error(err)
				}
			}
		}
	})
	used := true
	loader := images.Loader{Progress: host.OrSilent(nil), UsedByOthers: func(_ context.Context, repository string) bool {
		if repository != own.Repository() {
			t.Errorf("asked about %s", repository)
		}
		return used
	}}
	load := func(version string) string {
		own.Archive = savedVersion(t, own.Name, version)
		names, err := loader.LoadOwn(t.Context(), cluster, []images.Own{own})
		if err != nil {
			t.Fatal(err)
		}
		return names[own.Name]
	}
	mustHave := func(want ...string) {
		t.Helper()
		slices.Sort(want)
		for _, node := range all {
			if got := versionsIn(t, node, own); !slices.Equal(got, want) {
				t.Errorf("%s has %q, want %q", node, got, want)
			}
		}
	}
	one := load("1")
	two := load("2")
	mustHave(one, two) // another run may use the first one
	used = false
	byDigest := map[string]int{}
	for _, node := range all {
		byDigest[node.String()] = len(namesIn(t, node, "import-"))
	}
	mustHave(load("3"))
	for _, node := range all { // such a name would keep the image when its version is replaced
		if got := len(namesIn(t, node, "import-")); got > byDigest[node.String()] {
			t.Errorf("%s has %d more images by digest", node, got-byDigest[node.String()])
		}
	}
}

// versionsIn returns the names of the versions of an image in a node.
func versionsIn(t *testing.T, node nodes.Node, own images.Own) []string {
	t.Helper()
	return namesIn(t, node, own.Repository()+":")
}

// namesIn returns the names of images in a node that begin with a text.
func namesIn(t *testing.T, node nodes.Node, begin string) []string {
	t.Helper()
	out, err := exec.Output(node.Command("ctr", "--namespace=k8s.io", "images", "list", "--quiet"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for name := range strings.FieldsSeq(string(out)) {
		if strings.HasPrefix(name, begin) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
