package recipe

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
			t.Errorf("the hash does not contain %s", name)
		}
		if inDebian := strings.Contains(debian.String(), "\n"+name+" ") || strings.HasPrefix(debian.String(), name+" "); inDebian == (name == "workloads.go" || name == "archive/archive.go") {
			t.Errorf("the hash of the Debian part contains %s: %v", name, inDebian)
		}
	}
	if strings.Contains(all.String(), "_test.go ") {
		t.Error("the hash contains a test")
	}
	if strings.Contains(all.String(), "Package recipe") || !strings.Contains(all.String(), "//go:embed ") {
		t.Error("the hash contains comments, or it does not contain directives")
	}
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.HasSuffix(name, "_test.go") && !strings.Contains("\n"+all.String(), "\n"+name+" ") {
			t.Errorf("the hash does not contain %s: add it to the files that doc.go embeds", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestFilesOfTheImageCountWhole: comments in these files are part of the image.
func TestFilesOfTheImageCountWhole(t *testing.T) {
	var all bytes.Buffer
	if err := WriteSource(&all); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("debroot/files/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(all.String(), string(content)) {
			t.Errorf("the hash does not contain all of %s", file)
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
