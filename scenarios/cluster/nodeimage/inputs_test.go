package nodeimage

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

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
