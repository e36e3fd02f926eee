package doctor

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

// withDocker puts a script named docker first in the PATH and runs the test in an empty folder with an empty cache. The cases are
// shell case branches with the answers of the script. The returned function lists the arguments of the calls so far.
func withDocker(t *testing.T, cases string) (asked func() []string) {
	t.Helper()
	dir := t.TempDir()
	script := "#!/bin/sh\necho \"$*\" >>" + dir + "/asked\ncase \"$1 $2\" in\n" + cases + "\nesac\n"
	if err := os.WriteFile(filepath.Join(dir, "docker"), []byte(script), 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Chdir(t.TempDir())
	return func() []string {
		text, err := os.ReadFile(filepath.Join(dir, "asked"))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Split(strings.TrimSpace(string(text)), "\n")
	}
}

const (
	elsewhere = `"context inspect") echo '{"Name":"there","Endpoints":{"docker":{"Host":"ssh://ann@there"}}}';;`
	daemon    = `"info --format") echo '{"ServerVersion":"28.0.1","OSType":"linux","CgroupVersion":"2","MemTotal":17179869184,"DockerRootDir":"/var/lib/docker","Driver":"overlay2"}';;`
	noImage   = `"image inspect") echo "Error: No such image: $5" >&2; exit 1;;`
)

// Docker is only queried, and nothing is written, even if nothing is installed yet.
func TestNothingIsChanged(t *testing.T) {
	asked := withDocker(t, elsewhere+daemon+noImage)
	r := Run(t.Context(), cluster.Options{Source: "published"})
	questions := []string{"context inspect", "info", "ps", "image inspect", "images", "network ls", "network inspect", "inspect"}
	for _, command := range asked() {
		if !slices.ContainsFunc(questions, func(q string) bool { return strings.HasPrefix(command, q+" ") }) {
			t.Errorf("docker %s", command)
		}
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
	if left, err := os.ReadDir(os.Getenv("XDG_CACHE_HOME")); err != nil || len(left) > 0 {
		t.Errorf("left in the cache: %v, %v", left, err)
	}
	must(t, find(t, r.Findings, "memory"), OK, "16.0 GiB free")
	must(t, find(t, r.Findings, "cluster"), OK, "there is no cluster gherkind")
	must(t, find(t, r.Findings, "outside"), OK, "from a container")
	must(t, find(t, r.Findings, "node image"), OK, "are pulled, one time")
	must(t, find(t, r.Findings, "remote"), Problem, "Docker daemon of there", "loopback address of that machine", "networking.apiServerAddress")
	for _, f := range r.Findings {
		if f.Status == Problem && f.Subject != "remote" {
			t.Errorf("got %+v", f)
		}
	}
}

func TestWithoutDockerThereIsSomethingToSay(t *testing.T) {
	withDocker(t, elsewhere+`"info --format") echo "Cannot connect to the Docker daemon at ssh://ann@there." >&2; exit 1;;`)
	r := Run(t.Context(), cluster.Options{})
	must(t, find(t, r.Findings, "docker"), Problem, "Cannot connect", `Docker context "there"`, "docker context use default")
	find(t, r.Findings, "system")
	if r.Status != Problem {
		t.Errorf("got %s", r.Status)
	}
}

func TestWithoutADockerCommand(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv("DOCKER_HOST", "unix:///no/such/socket") // so that Docker is not installed
	r := Run(t.Context(), cluster.Options{})
	must(t, find(t, r.Findings, "docker"), Problem, "there is no Docker", "install Docker")
}

func TestTooLittleMemoryIsAProblem(t *testing.T) {
	withDocker(t, elsewhere+strings.Replace(daemon, "17179869184", "1073741824", 1)+noImage)
	r := Run(t.Context(), cluster.Options{Source: "published"})
	must(t, find(t, r.Findings, "memory"), Problem, "1.0 GiB free", "1.3 GiB")
}

func TestAKubeconfigThatLeadsNowhere(t *testing.T) {
	withDocker(t, "x) ;;")
	file := filepath.Join(t.TempDir(), "config")
	text := "apiVersion: v1\nkind: Config\ncurrent-context: c\nclusters:\n- name: c\n  cluster: {server: \"https://127.0.0.1:1\"}\ncontexts:\n- name: c\n  context: {cluster: c, user: c}\nusers:\n- name: c\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	r := Run(t.Context(), cluster.Options{Kubeconfig: file})
	must(t, find(t, r.Findings, "cluster"), Problem, "127.0.0.1:1", "kubectl get nodes")
}
