package gomodule

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

func TestFind(t *testing.T) {
	const folder = "kind-config/some-module"
	root := t.TempDir()
	inner := filepath.Join(root, "features/pods")
	module := filepath.Join(root, folder)
	for _, dir := range []string{inner, module} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(inner)
	if _, err := Find("", folder); !errors.As(err, new(*NoCheckoutError)) || !strings.Contains(err.Error(), folder) {
		t.Errorf("no go.mod there: got %v", err)
	}
	if err := os.WriteFile(filepath.Join(module, "go.mod"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := Find("", folder); err != nil || got != root {
		t.Errorf("from below: got %q, %v", got, err)
	}
	if got, err := Find("../..", folder); err != nil || got != root {
		t.Errorf("named: got %q, %v", got, err)
	}
	if _, err := Find(inner, folder); err == nil || errors.As(err, new(*NoCheckoutError)) {
		t.Errorf("a wrong folder is named: %v", err)
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
		if err := Write(&b, fsys); err != nil {
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
	if got := sum(func(f fstest.MapFS) { f["kindnet/main.go"] = &fstest.MapFile{Data: []byte("package main // comment")} }); got != plain {
		t.Error("a comment changes the hash")
	}
	moved := sum(func(f fstest.MapFS) {
		f["kindnet/other.go"] = f["kindnet/main.go"]
		delete(f, "kindnet/main.go")
	})
	if moved == plain {
		t.Error("a renamed file does not count")
	}
}

// TestModuleThatEmbedsFilesIsRefused: a change of such a file would not change the hash.
func TestModuleThatEmbedsFilesIsRefused(t *testing.T) {
	module := fstest.MapFS{
		"kindnet/main.go":  {Data: []byte("package main\n\nvar (\n\t//go:embed rules.txt\n\trules string\n)\n")},
		"kindnet/main2.go": {Data: []byte("package main\n\n// go:embed is not used here.\n")},
	}
	if err := Write(io.Discard, module); err == nil || !strings.Contains(err.Error(), "hash kindnet/main.go: it embeds files") {
		t.Errorf("got %v", err)
	}
	delete(module, "kindnet/main.go")
	if err := Write(io.Discard, module); err != nil {
		t.Error(err)
	}
}
