package cli

import (
	"crypto/rand"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const shopFeature = `Feature: Shop
  Scenario: It says its version
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: shop}
      spec: {terminationGracePeriodSeconds: 0, containers: [{name: app, image: 'example.com/shop:latest'}]}
      """
    Then the log of container "app" of pod "shop" contains "version $(value:version)"
    And container "app" of pod "shop" runs the image "example.com/shop:latest"
`

const shopProgram = "package main\n\nimport \"time\"\n\nvar version string\n\nfunc main() {\n\tprintln(\"version \" + version)\n\ttime.Sleep(time.Minute)\n}\n"

// TestOwnImages: an image that is in no registry is built and loaded into the nodes; changed content becomes another image with
// the same name in manifests; images that the nodes have are not loaded again; and an image archive works, too.
func TestOwnImages(t *testing.T) {
	s := newSandbox(t, shopFeature)
	s.write("shop.go", shopProgram)
	s.write("Dockerfile", "FROM scratch\nCOPY shop /shop\nENTRYPOINT [\"/shop\"]\n")
	s.write("gherkind.yaml", "images: {'example.com/shop:latest': {build: .}}\nprofiles:\n  archive: {images: {'example.com/shop:latest': {archive: shop.tar}}}\n")
	s.write(".dockerignore", "*\n!shop\n")
	s.docker("rmi", "--force", "gherkind.local/own/example-com-shop-latest")
	t.Cleanup(func() { s.docker("rmi", "--force", "gherkind.local/own/example-com-shop-latest") })
	first, second := rand.Text(), rand.Text() // the nodes may have the images of a test before
	s.compile(first)
	s.runs("load image example.com/shop:latest into 4 nodes", "--value", "version="+first)
	s.compile(second)
	s.runs("load image example.com/shop:latest into 4 nodes", "--value", "version="+second)
	s.docker("save", "--output", filepath.Join(s.dir, "shop.tar"), "gherkind.local/own/example-com-shop-latest")
	s.runs("load image example.com/shop:latest into 4 nodes", "--value", "version="+second, "--profile", "archive")
	if out := s.runs("", "--value", "version="+second, "--profile", "archive"); strings.Contains(out, "load image") {
		t.Errorf("loaded again:\n%s", out)
	}
}

// write writes a file of the project, and its folder.
func (s *sandbox) write(name, text string) {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o600)); err != nil {
		s.t.Fatal(err)
	}
}

// compile builds another version of the program.
func (s *sandbox) compile(version string) {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), "go", "build", "-ldflags", "-s -w -X main.version="+version, "-o", "shop", "shop.go")
	cmd.Dir, cmd.Env = s.dir, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("%v\n%s", err, out)
	}
}

func (s *sandbox) docker(args ...string) {
	s.t.Helper()
	cmd := exec.Command("docker", args...) // without the test's context, because it is also used for clean-up
	if out, err := cmd.CombinedOutput(); err != nil && !strings.Contains(string(out), "No such image") {
		s.t.Fatalf("docker %v: %v\n%s", args, err, out)
	}
}

// runs executes a run that must pass and print a text.
func (s *sandbox) runs(want string, args ...string) string {
	s.t.Helper()
	cmd, out := s.command(append([]string{"run"}, args...)...)
	if code := exitOf(cmd.Run()); code != exitPassed || !strings.Contains(out.String(), want) {
		s.t.Fatalf("exit code %d, want the output to contain %q\n%s", code, want, out)
	}
	return out.String()
}
