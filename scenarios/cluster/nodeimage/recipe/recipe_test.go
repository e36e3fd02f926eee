package recipe

import (
	"bytes"
	"encoding/json"
	"go/build"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/archive"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/debroot"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
)

func TestSourceIsEverythingButTests(t *testing.T) {
	var all, debian bytes.Buffer
	if err := WriteSource(&all); err != nil {
		t.Fatal(err)
	}
	if err := WriteSource(&debian, DebianSource()...); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"workloads.go", "archive/archive.go", "debroot/small.go", "debroot/files/nginx.conf", "layer/layer.go", "sharedlib/sharedlib.go"} {
		if !strings.Contains(all.String(), name+" ") {
			t.Errorf("%s does not count", name)
		}
		if inDebian := strings.Contains(debian.String(), "\n"+name+" ") || strings.HasPrefix(debian.String(), name+" "); inDebian == (name == "workloads.go" || name == "archive/archive.go") {
			t.Errorf("%s counts for Debian's part: %v", name, inDebian)
		}
	}
	if strings.Contains(all.String(), "_test.go ") {
		t.Error("a test counts")
	}
}

func TestDebianTag(t *testing.T) {
	for version, want := range map[string]string{
		"1:1.35.0-4+deb12u1+b1": "debian-1.35.0",
		"1.22.1-9+deb12u9":      "debian-1.22.1",
		"1.0.7-1":               "debian-1.0.7",
		"2.0~rc1+dfsg-1":        "debian-2.0_rc1_dfsg",
		"3":                     "debian-3",
	} {
		if got := debianTag(version); got != want {
			t.Errorf("%s: got %s, want %s", version, got, want)
		}
	}
}

func TestVersionFlags(t *testing.T) {
	flags := versionFlags("v1.37.2")
	for _, want := range []string{"gitVersion=v1.37.2", "gitMajor=1", "gitMinor=37"} {
		if !strings.Contains(flags+" ", want+" ") {
			t.Errorf("%s is not in %s", want, flags)
		}
	}
}

func TestSandboxImage(t *testing.T) {
	got, err := sandboxImage("[plugins]\n  # sandbox_image = \"no\"\n  sandbox_image = \"registry.k8s.io/pause:3.10\"\n")
	if err != nil || got != "registry.k8s.io/pause:3.10" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := sandboxImage("version = 2"); err == nil {
		t.Error("none there, no error")
	}
}

// kindDir is the source of the kind that go.mod requires.
func kindDir(t *testing.T) string {
	t.Helper()
	cmd := exec.Command(filepath.Join(build.Default.GOROOT, "bin/go"), "list", "-m", "-f", "{{.Dir}}", "sigs.k8s.io/kind")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func TestImagesOfThisKindAreKnown(t *testing.T) {
	names, err := kindImages(filepath.Join(kindDir(t), "pkg/build/nodeimage"))
	if err != nil {
		t.Fatal(err)
	}
	parts := testParts()
	known := parts.system()
	var bases []string
	for _, name := range names {
		bases = append(bases, base(name))
		if _, ok := known[base(name)]; !ok {
			t.Errorf("kind asks for %s, which the recipe does not make", name)
		}
	}
	if !slices.Contains(bases, "kindnetd") || !slices.Contains(bases, "local-path-provisioner") {
		t.Errorf("got %v", names)
	}
	if _, err := kindImages(t.TempDir()); err == nil {
		t.Error("a kind without constants, no error")
	}
}

func testParts() *Parts {
	l := func(name string) layer.Layer { return layer.Layer{File: name, DiffID: "sha256:" + name} }
	p := &Parts{
		Debian: &debroot.Parts{
			Busybox: l("busybox"), Net: l("net"), Nginx: l("nginx"), Stress: l("stress"),
			Versions: map[string]string{"busybox-static": "1:1.35.0-4", "nginx": "1.22.1-9", "stress": "1.0.7-1"},
		},
		Programs: map[string]layer.Layer{},
		Versions: map[string]string{"k8s.io/kubernetes": "v1.37.2", "github.com/rancher/local-path-provisioner": "v0.0.30"},
	}
	for _, pl := range programLayers() {
		p.Programs[pl.name] = l(pl.name)
	}
	return p
}

func TestAssemble(t *testing.T) {
	required := []string{
		"registry.k8s.io/kube-proxy:v1.37.2", "registry.k8s.io/coredns/coredns:v1.14.6", "registry.k8s.io/pause:3.10",
		"docker.io/kindest/kindnetd:v1", "docker.io/kindest/local-path-provisioner:v1", "docker.io/kindest/local-path-helper:v1",
	}
	made, err := testParts().Assemble(required)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]archive.Image{}
	for _, image := range made.Images {
		for _, name := range image.Names {
			byName[name] = image
		}
		if image.Config.Labels["org.opencontainers.image.description"] == "" || len(image.Layers) == 0 {
			t.Errorf("%v: no description or no layer", image.Names)
		}
		for _, l := range image.Layers {
			if l.DiffID == "" {
				t.Errorf("%v: a layer is missing", image.Names)
			}
		}
	}
	for _, name := range append(required, slices.Collect(maps.Values(made.Workloads))...) {
		if len(byName[name].Names) == 0 {
			t.Errorf("%s is not made", name)
		}
	}
	wantRelabel := map[string]string{
		"docker.io/kindest/kindnetd:v1":               "gherkind.local/kindnet:stand-in",
		"docker.io/kindest/local-path-provisioner:v1": "gherkind.local/local-path-provisioner:v0.0.30",
		"docker.io/kindest/local-path-helper:v1":      "gherkind.local/local-path-helper:debian-1.35.0",
	}
	if !maps.Equal(made.Relabel, wantRelabel) {
		t.Errorf("relabelled: %v", made.Relabel)
	}
	if got := slices.Sorted(maps.Keys(made.Workloads)); !slices.Equal(got, []string{"agnhost", "busybox", "nginx", "stress"}) {
		t.Errorf("workloads: %v", got)
	}
	for name := range made.About {
		if made.Relabel[name] != "" {
			t.Errorf("%s is described under kind's name", name)
		}
	}
	if layers := byName["registry.k8s.io/kube-proxy:v1.37.2"].Layers; len(layers) != 3 {
		t.Errorf("kube-proxy without its tools: %v", layers)
	}
}

func TestAssembleRefusesWhatItDoesNotKnow(t *testing.T) {
	_, err := testParts().Assemble([]string{"registry.k8s.io/kube-newthing:v1"})
	if err == nil || !strings.Contains(err.Error(), "kube-newthing") || !strings.Contains(err.Error(), "kube-proxy") {
		t.Errorf("got %v", err)
	}
}

func TestAdaptSpec(t *testing.T) {
	out, err := adaptSpec([]byte(`{"process":{"rlimits":[{"type":"RLIMIT_NOFILE"}],"cwd":"/"},"hooks":{"createContainer":[{"path":"/first"}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Process map[string]any
		Hooks   struct{ CreateContainer []struct{ Path string } }
	}
	if err := json.Unmarshal(out, &doc); err != nil {
		t.Fatal(err)
	}
	if _, there := doc.Process["rlimits"]; there || doc.Process["cwd"] != "/" {
		t.Errorf("process: %v", doc.Process)
	}
	if hooks := doc.Hooks.CreateContainer; len(hooks) != 2 || hooks[0].Path != "/first" || hooks[1].Path != "/kind/bin/mount-product-files.sh" {
		t.Errorf("hooks: %v", hooks)
	}
	for _, bad := range []string{`{`, `{}`} {
		if _, err := adaptSpec([]byte(bad)); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

func TestProgramLayersNeedEveryProgram(t *testing.T) {
	programs, kubernetes := t.TempDir(), t.TempDir()
	put := func(file string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("x"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	put(filepath.Join(kubernetes, "test/images/agnhost/porter/localhost.crt"))
	put(filepath.Join(kubernetes, "test/images/agnhost/porter/localhost.key"))
	for _, p := range programLayers() {
		for _, file := range p.files {
			put(filepath.Join(programs, file))
		}
	}
	layers, err := ProgramLayers(t.Context(), programs, kubernetes, t.TempDir())
	if err != nil || len(layers) != len(programLayers()) {
		t.Fatalf("got %d layers, %v", len(layers), err)
	}
	if err := os.Remove(filepath.Join(programs, "server")); err != nil {
		t.Fatal(err)
	}
	if _, err := ProgramLayers(t.Context(), programs, kubernetes, t.TempDir()); err == nil || !strings.Contains(err.Error(), "server") {
		t.Errorf("etcd is missing: got %v", err)
	}
}
