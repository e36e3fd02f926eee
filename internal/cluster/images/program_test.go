package images

import (
	"archive/tar"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

func TestProgramsInImages(t *testing.T) {
	for own, want := range map[*Own]string{
		{Go: "./cmd/manager"}:                       "/manager",
		{Go: "example.com/x/tool/v2"}:               "/tool",
		{Go: "./v2"}:                                "/v2",
		{Go: "."}:                                   "/program",
		{Go: "../.."}:                               "/program",
		{Go: "./cmd", Program: "manager"}:           "/manager",
		{Go: "./cmd", Program: "/usr/bin/manager"}:  "/usr/bin/manager",
		{Go: "./cmd", Program: "../../bin/manager"}: "/bin/manager",
	} {
		if got := own.inImage(); got != want {
			t.Errorf("%+v: %s, want %s", *own, got, want)
		}
	}
}

// TestAProgramBecomesAnImage: the program is compiled, has its path and an unprivileged user in the image, and the digest depends
// on everything in the image.
func TestAProgramBecomesAnImage(t *testing.T) {
	module := t.TempDir()
	write(t, filepath.Join(module, "go.mod"), "module example.com/operator\n\ngo 1.24\n")
	write(t, filepath.Join(module, "cmd", "manager", "main.go"), "package main\n\nfunc main() { println(\"managed\") }\n")
	r := ready{Own: Own{Name: "operator", Build: module, Go: "./cmd/manager"}, inNodes: "gherkind.local/own/operator:1", arch: runtime.GOARCH}
	dir := t.TempDir()
	var err error
	if r.program, err = r.compile(t.Context(), host.OrSilent(nil), r.arch, dir); err != nil {
		t.Fatal(err)
	}
	if err := r.write(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	var manifest []struct {
		Config   string
		RepoTags []string
		Layers   []string
	}
	var config struct {
		Architecture string
		Config       struct {
			Entrypoint []string
			User       string
		}
	}
	files := untarred(t, r.archive)
	unmarshal(t, files["manifest.json"], &manifest)
	unmarshal(t, files[manifest[0].Config], &config)
	if config.Architecture != runtime.GOARCH || !reflect.DeepEqual(config.Config.Entrypoint, []string{"/manager"}) || config.Config.User != programUser {
		t.Errorf("image configuration %+v", config)
	}
	if len(manifest[0].Layers) != 1 || len(files[manifest[0].Layers[0]]) == 0 || len(manifest[0].RepoTags) != 0 {
		t.Errorf("%+v", manifest)
	}
	first, err := r.programDigest()
	if err != nil {
		t.Fatal(err)
	}
	r.Program = "other"
	if second, err := r.programDigest(); err != nil || second == first {
		t.Errorf("the digest does not depend on the path of the program (%v)", err)
	}
}

func TestProgramsThatAreNone(t *testing.T) {
	module := t.TempDir()
	write(t, filepath.Join(module, "go.mod"), "module example.com/operator\n\ngo 1.24\n")
	write(t, filepath.Join(module, "library", "library.go"), "package library\n")
	write(t, filepath.Join(module, "broken", "main.go"), "package main\n\nfunc main() { undefined() }\n")
	for name, want := range map[string]string{"./library": "is not a program: use one with package main", "./broken": "undefined", "./none": "cannot be compiled from ./none"} {
		_, err := Own{Name: "operator", Build: module, Go: name}.compile(t.Context(), host.OrSilent(nil), runtime.GOARCH, t.TempDir())
		if wrong := (Wrong{}); !errors.As(err, &wrong) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	t.Setenv("PATH", t.TempDir())
	_, err := Own{Name: "operator", Build: module, Go: "./library"}.compile(t.Context(), host.OrSilent(nil), runtime.GOARCH, t.TempDir())
	if wrong := (Wrong{}); !errors.As(err, &wrong) || !strings.Contains(err.Error(), "needs Go, which is not in PATH") {
		t.Errorf("without Go: %v", err)
	}
}

func untarred(t *testing.T, file string) map[string][]byte {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() // errors of closing do not matter after reading
	files := map[string][]byte{}
	for archive := tar.NewReader(f); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		if files[header.Name], err = io.ReadAll(archive); err != nil {
			t.Fatal(err)
		}
	}
}

func unmarshal(t *testing.T, data []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}
