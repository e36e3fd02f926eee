package nodeimage

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/cluster/kubeversion"
	"github.com/gherkind/gherkind/scenarios/cluster/gomodule"
)

const nestedModule = "../../../" + moduleFolder

// otherVersions returns the versions that can be built besides the default.
func otherVersions(t *testing.T) []kubeversion.Minor {
	t.Helper()
	files, err := filepath.Glob(nestedModule + "/*.mod")
	if err != nil {
		t.Fatal(err)
	}
	var all []kubeversion.Minor
	for _, file := range files {
		if name := strings.TrimSuffix(filepath.Base(file), ".mod"); name != "go" {
			m, err := kubeversion.Parse(name)
			if err != nil || m.String() != name {
				t.Errorf("%s is not named after a minor version (%v)", file, err)
			}
			all = append(all, m)
		}
	}
	if len(all) == 0 {
		t.Fatal("there are no other versions")
	}
	return all
}

func TestEachVersionHasAnImageOfItsOwn(t *testing.T) {
	if _, _, err := readDebian(); err != nil {
		t.Skipf("not a Debian host: %v", err)
	}
	seen := map[string]bool{}
	for _, m := range append(otherVersions(t), DefaultKubernetes()) {
		in, err := readInputs(t.Context(), "", m)
		if err != nil {
			t.Error(err)
			continue
		}
		if _, err := Supported(m.String()); err != nil {
			t.Errorf("kind does not support it: %v", err)
		}
		if seen[in.hash] || seen[in.programsFolder()] || seen[in.ref()] {
			t.Errorf("%s has the same hash or folder as another version", in.ref())
		}
		seen[in.hash], seen[in.programsFolder()], seen[in.ref()] = true, true, true
	}
}

// TestModulesAreOfOneVersion: the modules of Kubernetes have matching versions, and the Go version is that of the default module,
// for which it is determined.
func TestModulesAreOfOneVersion(t *testing.T) {
	of := func(file string) (goLine string) {
		data, err := os.ReadFile(filepath.Join(nestedModule, file))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if strings.HasPrefix(line, "go ") {
				return line
			}
		}
		return ""
	}
	for _, m := range otherVersions(t) {
		file := m.String() + ".mod"
		if of(file) != of("go.mod") {
			t.Errorf("%s says %q, go.mod %q", file, of(file), of("go.mod"))
		}
		versions, err := gomodule.Requirements(t.Context(), nestedModule, file)
		if err != nil {
			t.Fatal(err)
		}
		staging := "v0" + strings.TrimPrefix(versions["k8s.io/kubernetes"], "v1")
		data, err := os.ReadFile(filepath.Join(nestedModule, file))
		if err != nil {
			t.Fatal(err)
		}
		replaced := 0
		for line := range strings.Lines(string(data)) {
			if !strings.Contains(line, " => ") {
				continue
			}
			if replaced++; !strings.HasSuffix(line, " "+staging+"\n") {
				t.Errorf("%s: %s is not at %s", file, strings.TrimSpace(line), staging)
			}
		}
		if replaced == 0 {
			t.Errorf("%s does not replace any module of Kubernetes", file)
		}
	}
}

// TestOtherVersionsDoNotChangeTheDefaultImage: adding a version does not recreate existing clusters.
func TestOtherVersionsDoNotChangeTheDefaultImage(t *testing.T) {
	module := fstest.MapFS{"go.mod": {Data: []byte("a")}, "go.sum": {Data: []byte("b")}, "kindnet/main.go": {Data: []byte("c")}}
	sum := func(fsys fs.FS) string {
		var b bytes.Buffer
		if err := gomodule.Write(&b, fsys); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	before := sum(module)
	module["v1.36.mod"], module["v1.36.sum"] = &fstest.MapFile{Data: []byte("A")}, &fstest.MapFile{Data: []byte("B")}
	if after := sum(module); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	other := sum(gomodule.AtVersion(module, "v1.36"))
	if want := strings.NewReplacer("1\na", "1\nA", "1\nb", "1\nB").Replace(before); other != want {
		t.Errorf("got\n%s\nwant\n%s", other, want)
	}
}

func TestAVersionThatCannotBeBuilt(t *testing.T) {
	in := &inputs{module: nestedModule, minor: kubeversion.Minor{Major: 1, Minor: 2}}
	if err := in.canBuild(); err == nil || !strings.Contains(err.Error(), "v1.2 is not among the versions that can be built here, "+DefaultKubernetes().String()) {
		t.Errorf("got %v", err)
	}
}

func TestModuleOfAnotherVersionIsAFolder(t *testing.T) {
	b := &build{inputs: &inputs{module: nestedModule, minor: otherVersions(t)[0]}, work: t.TempDir()}
	if err := b.prepareModule(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(b.compileIn, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join(nestedModule, b.modFile()))
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("the go.mod in the folder differs from %s (%v)", b.modFile(), err)
	}
	if _, err := os.Stat(filepath.Join(b.compileIn, "kindnet/main.go")); err != nil {
		t.Error(err)
	}
}
