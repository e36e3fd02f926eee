package packaging

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// runner is a runner of GitHub Actions, as far as the scripts of the action need one.
type runner struct {
	t   *testing.T
	dir string
	env []string
}

func newRunner(t *testing.T, env ...string) runner {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the scripts need bash")
	}
	dir := t.TempDir()
	files := []string{"RUNNER_TEMP=" + dir, "GITHUB_OUTPUT=" + dir + "/output", "GITHUB_PATH=" + dir + "/path", "GITHUB_STEP_SUMMARY=" + dir + "/summary"}
	return runner{t, dir, slices.Concat(os.Environ(), files, env)}
}

func (r runner) script(name string) (out string, code int) {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), "bash", "action/"+name)
	cmd.Env = r.env
	data, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		r.t.Fatal(err)
	}
	return string(data), cmd.ProcessState.ExitCode()
}

func (r runner) file(name string) string {
	data, err := os.ReadFile(filepath.Join(r.dir, name))
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// program puts a script in the place of gherkind. It says with what it was called, one argument a line.
func (r runner) program(body string) string {
	r.t.Helper()
	dir := r.t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "gherkind"), []byte("#!/bin/sh\n"+body+"\n"), 0o755); err != nil { //nolint:gosec // a program
		r.t.Fatal(err)
	}
	return "PATH=" + dir + string(filepath.ListSeparator) + os.Getenv("PATH")
}

// TestActionArguments: what the inputs say arrives as arguments, and nothing of it is run.
func TestActionArguments(t *testing.T) {
	r := newRunner(t, "FEATURES=features/a b.feature\nfeatures/c.feature:7\n", "TAGS=@smoke and not @slow", "KUBECONFIG_FILE=k.yaml",
		`ARGS=--value 'greeting=$(touch owned) "x"' --retry 2`)
	r.env = append(r.env, r.program(`printf '%s\n' "$@" >"$RUNNER_TEMP/arguments"; exit 1`))
	out, code := r.script("run.sh")
	if code != 1 {
		t.Errorf("exit code %d: %s", code, out)
	}
	want := []string{"run", "features/a b.feature", "features/c.feature:7", "--tags", "@smoke and not @slow", "--kubeconfig", "k.yaml",
		"--value", `greeting=$(touch owned) "x"`, "--retry", "2",
		"--report", "github:-", "--report", "markdown:" + r.dir + "/summary", "--report", "junit:" + r.dir + "/gherkind-report/junit.xml"}
	if got := strings.Split(strings.TrimSpace(r.file("arguments")), "\n"); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got, want := r.file("output"), "junit="+r.dir+"/gherkind-report/junit.xml\nexit-code=1\n"; got != want {
		t.Errorf("the outputs are %q, want %q", got, want)
	}
}

func TestActionWithoutInputs(t *testing.T) {
	r := newRunner(t, "FEATURES=", "TAGS=", "KUBECONFIG_FILE=", "ARGS=")
	r.env = append(r.env, r.program(`echo $# >"$RUNNER_TEMP/arguments"`))
	if out, code := r.script("run.sh"); code != 0 || r.file("arguments") != "7\n" { // run and three reports
		t.Errorf("exit code %d, %s arguments: %s", code, r.file("arguments"), out)
	}
	r = newRunner(t, "FEATURES=", "TAGS=", "KUBECONFIG_FILE=", "ARGS=--tags 'open")
	r.env = append(r.env, r.program("exit 0"))
	if out, code := r.script("run.sh"); code != 2 || !strings.Contains(out, "::error title=gherkind::the input args has a quote") {
		t.Errorf("exit code %d: %s", code, out)
	}
}

// published is a release on a server of its own. Its program says which version it is.
func published(t *testing.T, version string, sum func([]byte) string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "gherkind"), []byte("#!/bin/sh\necho gherkind "+version+"\n"), 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	name := fmt.Sprintf("gherkind_%s_%s.tar.gz", runtime.GOOS, runtime.GOARCH)
	if out, err := exec.CommandContext(t.Context(), "tar", "-czf", filepath.Join(dir, name), "-C", dir, "gherkind").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	archive, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	for _, path := range []string{"/download/" + version + "/", "/latest/download/"} {
		mux.HandleFunc(path+name, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(archive) })
		mux.HandleFunc(path+"checksums.txt", func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, "%s  other.tar.gz\n%s  %s\n", sum(nil), sum(archive), name)
		})
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return "GHERKIND_RELEASES=" + server.URL
}

func TestActionInstallsARelease(t *testing.T) {
	right := func(data []byte) string { return fmt.Sprintf("%x", sha256.Sum256(data)) }
	wrong := func([]byte) string { return right(nil) }
	for name, c := range map[string]struct {
		sum          func([]byte) string
		version, ref string
		code         int
		says         string
	}{
		"the version of the action": {right, "", "v1.2.3", 0, "gherkind v1.2.3\n"},
		"another version":           {right, "v1.2.3", "v2.0.0", 0, "gherkind v1.2.3\n"},
		"the latest":                {right, "latest", "main", 0, "gherkind v1.2.3\n"},
		"no such release":           {right, "v9.9.9", "", 1, "is there a release v9.9.9?"},
		"another checksum":          {wrong, "v1.2.3", "", 1, "has not the checksum"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRunner(t, published(t, "v1.2.3", c.sum), "GHERKIND_VERSION="+c.version, "ACTION_REF="+c.ref, "ACTION_PATH=..")
			out, code := r.script("install.sh")
			if code != c.code || !strings.Contains(out, c.says) {
				t.Errorf("exit code %d: %s", code, out)
			}
			if _, err := os.Stat(filepath.Join(r.dir, "path")); (err == nil) != (c.code == 0) {
				t.Errorf("what is not as released must not be on the PATH: %v", err)
			}
		})
	}
}

// TestActionBuildsItsSources: at a branch or a commit there is no release to install.
func TestActionBuildsItsSources(t *testing.T) {
	r := newRunner(t, "GHERKIND_VERSION=", "ACTION_REF=main", "ACTION_PATH=/nowhere")
	tools := t.TempDir()
	if err := os.WriteFile(filepath.Join(tools, "go"), []byte("#!/bin/sh\nexit 1\n"), 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	r.env = append(r.env, "PATH="+tools+string(filepath.ListSeparator)+os.Getenv("PATH"))
	if out, code := r.script("install.sh"); code == 0 || !strings.Contains(out, "/nowhere") {
		t.Errorf("exit code %d: %s", code, out)
	}
}
