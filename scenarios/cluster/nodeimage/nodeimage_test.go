package nodeimage

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"sigs.k8s.io/kind/pkg/apis/config/defaults"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

func TestParseSource(t *testing.T) {
	for in, want := range map[string]Source{"": Auto, "auto": Auto, "published": Published, "built": Built} {
		if got, err := ParseSource(in); err != nil || got != want {
			t.Errorf("%q: got %q, %v", in, got, err)
		}
	}
	if _, err := ParseSource("buildt"); err == nil || !strings.Contains(err.Error(), "published") {
		t.Errorf("got %v", err)
	}
}

func TestVersionOfTag(t *testing.T) {
	for ref, want := range map[string]string{
		"kindest/node:v1.37.0@sha256:abc": "v1.37.0",
		"localhost:5000/node:v1.36.12":    "v1.36.12",
		"kindest/node:latest":             "",
	} {
		if got := versionOfTag(ref); got != want {
			t.Errorf("%s: got %q", ref, got)
		}
	}
	if versionOfTag(defaults.Image) == "" {
		t.Errorf("no version in kind's own default %s", defaults.Image)
	}
}

func TestFindCheckout(t *testing.T) {
	root := t.TempDir()
	inner := filepath.Join(root, "features/pods")
	module := filepath.Join(root, moduleFolder)
	for _, dir := range []string{inner, module} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(inner)
	if _, err := findCheckout(""); err == nil || !strings.Contains(err.Error(), moduleFolder) {
		t.Errorf("no go.mod there: got %v", err)
	}
	if err := os.WriteFile(filepath.Join(module, "go.mod"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := findCheckout(""); err != nil || got != root {
		t.Errorf("from below: got %q, %v", got, err)
	}
	if got, err := findCheckout("../.."); err != nil || got != root {
		t.Errorf("named: got %q, %v", got, err)
	}
	if _, err := findCheckout(inner); err == nil {
		t.Error("a wrong folder is named, no error")
	}
}

func TestModuleHashIsOverInputsOnly(t *testing.T) {
	base := fstest.MapFS{
		"go.mod":               {Data: []byte("module x")},
		"go.sum":               {Data: []byte("sums")},
		"kindnet/main.go":      {Data: []byte("package main")},
		"kindnet/main_test.go": {Data: []byte("package main")},
		"README.md":            {Data: []byte("words")},
	}
	sum := func(change func(fstest.MapFS)) string {
		fsys := fstest.MapFS{}
		for name, f := range base {
			fsys[name] = f
		}
		change(fsys)
		var b strings.Builder
		if err := writeModule(&b, fsys); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	plain := sum(func(fstest.MapFS) {})
	for name, changes := range map[string]bool{
		"go.mod": true, "go.sum": true, "kindnet/main.go": true, "kindnet/new.go": true, "kindnet/main_test.go": false, "README.md": false,
	} {
		if got := sum(func(f fstest.MapFS) { f[name] = &fstest.MapFile{Data: []byte("changed")} }); (got != plain) != changes {
			t.Errorf("%s: the hash changes: %v", name, got != plain)
		}
	}
	moved := sum(func(f fstest.MapFS) {
		f["kindnet/other.go"] = f["kindnet/main.go"]
		delete(f, "kindnet/main.go")
	})
	if moved == plain {
		t.Error("a renamed file does not count")
	}
}

func TestInputsOfThisCheckout(t *testing.T) {
	if _, _, err := readDebian(); err != nil {
		t.Skipf("not a Debian host: %v", err)
	}
	in, err := readInputs(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if in.kubernetes() == "" || in.kindVersion == "" || !strings.HasPrefix(in.goVersion, "go1.") || in.suite == "" {
		t.Errorf("got %+v", in)
	}
	again, err := readInputs(t.Context(), "")
	if err != nil || again.ref() != in.ref() {
		t.Errorf("got %s, then %s, %v", in.ref(), again.ref(), err)
	}
	for name, change := range map[string]func(*inputs){
		"kind":  func(in *inputs) { in.kindVersion = "v0.1.0" },
		"go":    func(in *inputs) { in.goVersion = "go1.1" },
		"suite": func(in *inputs) { in.suite = "sid" },
	} {
		other := *in
		change(&other)
		if sum, err := other.sum(); err != nil || sum == in.hash {
			t.Errorf("another %s, the same hash %s (%v)", name, sum, err)
		}
	}
	other := *in
	other.mirror, other.checkout = "http://elsewhere/debian", "/elsewhere"
	if sum, err := other.sum(); err != nil || sum != in.hash {
		t.Errorf("another mirror, another hash (%v)", err)
	}
}

func TestDebianKeyIsNotTheWholeHash(t *testing.T) {
	in := &inputs{kindVersion: "v1", suite: "bookworm", goVersion: "go1"}
	key, err := in.debianKey()
	if err != nil || !strings.HasPrefix(key, "bookworm-") {
		t.Fatalf("got %q, %v", key, err)
	}
	in.goVersion = "go2"
	if again, _ := in.debianKey(); again != key {
		t.Error("another Go makes another Debian root")
	}
	in.kindVersion = "v2"
	if again, _ := in.debianKey(); again == key {
		t.Error("kind's base files do not count")
	}
}

func TestEnoughSpace(t *testing.T) {
	needs := []need{{"work", "/w", 3 * gib}, {"Docker", "/d", 2 * gib}, {"Go", "/g", 1 * gib}}
	// /w and /g share a file system, /d is another.
	at := func(shared, docker uint64) func(string) (free, error) {
		return func(dir string) (free, error) {
			if dir == "/d" {
				return free{2, docker}, nil
			}
			return free{1, shared}, nil
		}
	}
	if err := enough(needs, at(4*gib, 2*gib)); err != nil {
		t.Errorf("just enough: %v", err)
	}
	err := enough(needs, at(4*gib-1, 2*gib))
	var environment *host.EnvironmentError
	if !errors.As(err, &environment) || !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{"4.0 GiB", "3.0 GiB for work in /w", "1.0 GiB for Go in /g"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %q", want, err)
		}
	}
	if err := enough(needs, at(9*gib, 1*gib)); err == nil || strings.Contains(err.Error(), "/w") {
		t.Errorf("got %v", err)
	}
}

func TestFreeSpaceOfAFolderThatIsNotThereYet(t *testing.T) {
	dir := t.TempDir()
	have, err := freeSpace(dir)
	if err != nil || have.bytes == 0 {
		t.Fatalf("got %+v, %v", have, err)
	}
	later, err := freeSpace(filepath.Join(dir, "a/b/c"))
	if err != nil || later.device != have.device {
		t.Errorf("got %+v, %v", later, err)
	}
}

func TestBuildFailedTellsAFullDisk(t *testing.T) {
	var environment *host.EnvironmentError
	if err := buildFailed(&os.PathError{Op: "write", Path: "/x", Err: syscall.ENOSPC}); !errors.As(err, &environment) {
		t.Errorf("got %v", err)
	}
	if err := buildFailed(errors.New("no such package")); errors.As(err, &environment) {
		t.Errorf("everything is the machine's fault: %v", err)
	}
	own := &host.EnvironmentError{Doing: "x"}
	if err := buildFailed(own); err != error(own) {
		t.Errorf("got %v", err)
	}
}
