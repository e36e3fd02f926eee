package formats

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/report/ctrf"
	"github.com/gherkind/gherkind/internal/report/messages"
	"github.com/gherkind/gherkind/internal/report/reporttest"
	"github.com/gherkind/gherkind/internal/report/tap"
	"github.com/gherkind/gherkind/scenarios/report"
)

// consumers returns a folder with other tools that read gherkind's reports, in the versions of testdata/consumers/package.json.
// They are installed once, into the user's cache. On a machine without node, or without a registry, the test is skipped.
func consumers(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: the tools that read our reports are not installed")
	}
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not on this machine: the tools that read our reports cannot be run", tool)
		}
	}
	want := reporttest.ReadFile(t, "testdata/consumers/package.json")
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Skip(err)
	}
	sum := sha256.Sum256([]byte(want))
	dir := filepath.Join(cache, "gherkind", "consumers-"+hex.EncodeToString(sum[:6]))
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		install(t, dir, want)
	}
	script := filepath.Join(dir, "read.mjs") // node looks for modules next to the script
	if err := os.WriteFile(script, []byte(reporttest.ReadFile(t, "testdata/consumers/read.mjs")), 0o644); err != nil {
		t.Fatal(err)
	}
	return script
}

// install moves the tools into the folder once all of them are complete.
func install(t *testing.T, dir, want string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	partial, err := os.MkdirTemp(filepath.Dir(dir), "installing-*")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(partial)
	if err := os.WriteFile(filepath.Join(partial, "package.json"), []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	npm := exec.CommandContext(ctx, "npm", "install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error")
	npm.Dir, npm.WaitDelay = partial, time.Second
	if out, err := npm.CombinedOutput(); err != nil {
		t.Skipf("the tools that read our reports cannot be installed: npm install: %v\n%s", err, out)
	}
	if err := os.Rename(partial, dir); err != nil && !errors.Is(err, os.ErrExist) {
		t.Fatal(err)
	}
}

// read returns what the consumer of a format says about a report.
func read[T any](t *testing.T, script, format, path string) (said T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	node := exec.CommandContext(ctx, "node", script, format, path)
	var problems strings.Builder
	node.Stderr = &problems
	out, err := node.Output()
	if err != nil {
		t.Fatalf("node read.mjs %s: %v\n%s", format, err, problems.String())
	}
	if err := json.Unmarshal(out, &said); err != nil {
		t.Fatal(err)
	}
	return said
}

// retried is a run with retried scenarios.
func retried(t *testing.T, open func(string) report.Listener) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "retried")
	if err := reporttest.Replay(open(path), retriedRun(), func() {}); err != nil {
		t.Fatal(err)
	}
	return path
}

// reports are a finished run, one that was killed, and one with hostile texts.
func reports(t *testing.T, format Format) (over, killed, bad string) {
	t.Helper()
	dir := t.TempDir()
	over, killed, bad = filepath.Join(dir, "over"), filepath.Join(dir, "killed"), filepath.Join(dir, "bad")
	if err := reporttest.Replay(format.Open(over), reporttest.FakeRun(), func() {}); err != nil {
		t.Fatal(err)
	}
	killedRun(format.Open(killed))
	if err := reporttest.Replay(format.Open(bad), reporttest.HostileRun(reporttest.Hostile[13], strings.Join(reporttest.Hostile[:20], "\n")), func() {}); err != nil {
		t.Fatal(err)
	}
	return over, killed, bad
}

func TestCTRFKeepsToTheSchema(t *testing.T) {
	script := consumers(t)
	over, killed, bad := reports(t, Format{Open: ctrf.New})
	for _, path := range []string{over, killed, bad, retried(t, ctrf.New)} {
		if said := read[struct{ Invalid []any }](t, script, "ctrf", path); len(said.Invalid) > 0 {
			t.Errorf("%s: %v", filepath.Base(path), said.Invalid)
		}
	}
}

// TestTAPIsRead: the parser of node-tap reads it in its strict mode.
func TestTAPIsRead(t *testing.T) {
	script := consumers(t)
	type results struct {
		OK                      bool
		Count, Pass, Fail, Skip int
		Bailout                 any
		Failures                []string // of the protocol
		Diags                   []map[string]any
	}
	over, killed, bad := reports(t, Format{Open: tap.New})
	said := read[results](t, script, "tap", over)
	if said.OK || said.Count != 6 || said.Pass != 3 || said.Fail != 3 || said.Skip != 1 || said.Bailout != false || len(said.Failures) > 0 {
		t.Errorf("the run is read as %+v", said)
	}
	if message := said.Diags[1]["message"]; !strings.HasPrefix(message.(string), "POD_OOM_KILLED: ") {
		t.Errorf("message %v", message)
	}
	if said := read[results](t, script, "tap", killed); said.OK || said.Bailout == false {
		t.Errorf("the killed run is read as %+v", said)
	}
	said = read[results](t, script, "tap", retried(t, tap.New))
	if said.Pass != 3 || said.Fail != 1 || len(said.Failures) > 0 || said.Diags[1]["cause"] != "flaky" || said.Diags[2]["cause"] != "real" {
		t.Errorf("the run with retries is read as %+v", said)
	}
	if said := read[results](t, script, "tap", bad); said.Count != 6 || len(said.Diags) != 6 || len(said.Failures) > 0 {
		t.Errorf("the hostile run is read as %+v", said)
	}
}

// TestMessagesBecomeAPage: Cucumber's HTML formatter renders a page, opened as in a browser.
func TestMessagesBecomeAPage(t *testing.T) {
	script := consumers(t)
	type page struct {
		Invalid     []any
		HTML, Shown string
		Scripts     int
		Errors      []string
	}
	over, killed, bad := reports(t, Format{Open: messages.New})
	again := retried(t, messages.New)
	for _, path := range []string{over, killed, bad, again} {
		said := read[page](t, script, "messages", path)
		if len(said.Invalid) > 0 || len(said.Errors) > 0 || said.Scripts > 0 || !strings.Contains(said.Shown, "passed") {
			t.Errorf("%s: not valid: %v; errors: %v; %d scripts; shown: %s",
				filepath.Base(path), said.Invalid, said.Errors, said.Scripts, said.Shown)
		}
	}
	// Cucumber counts a scenario once, by its last attempt.
	if said := read[page](t, script, "messages", again); !strings.Contains(said.Shown, "passed 3") || !strings.Contains(said.Shown, "failed 1") {
		t.Errorf("the page of the run with retries shows %s", said.Shown)
	}
	said := read[page](t, script, "messages", over)
	for _, s := range reporttest.FakeRun().Scenarios {
		name, err := json.Marshal(s.Name)
		if err != nil || !strings.Contains(said.HTML, strings.NewReplacer(`\u003e`, ">").Replace(string(name))) {
			t.Errorf("%s is not in the page", name)
		}
	}
	for _, want := range []string{
		"passed 2", "failed 3", "skipped 1", "Scenario: A container above its limit is killed",
		`want  pod "memory-hog" Running within 30s`, "why   POD_OOM_KILLED: ", "the server is currently unable to handle the request",
	} {
		if !strings.Contains(said.Shown, want) {
			t.Errorf("the page does not show %q: %s", want, said.Shown)
		}
	}
}
