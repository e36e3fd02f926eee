package cli

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/steps/world"
)

// TestRequests: what counts as a second request to stop.
func TestRequests(t *testing.T) {
	const ms = time.Millisecond
	type signal struct {
		after time.Duration
		s     syscall.Signal
	}
	for name, c := range map[string]struct {
		signals []signal
		want    []request
	}{
		"timeout, to its command and to the group":  {[]signal{{0, syscall.SIGTERM}, {0, syscall.SIGTERM}}, []request{cleanUp, goOn}},
		"a terminal that closes":                    {[]signal{{0, syscall.SIGHUP}, {1 * ms, syscall.SIGTERM}, {9000 * ms, syscall.SIGHUP}}, []request{cleanUp, goOn, goOn}},
		"a person twice":                            {[]signal{{0, syscall.SIGINT}, {1500 * ms, syscall.SIGINT}}, []request{cleanUp, stopNow}},
		"a person who hammers":                      {[]signal{{0, syscall.SIGINT}, {600 * ms, syscall.SIGINT}, {1200 * ms, syscall.SIGINT}}, []request{cleanUp, goOn, stopNow}},
		"the terminal is closed while it cleans up": {[]signal{{0, syscall.SIGINT}, {3000 * ms, syscall.SIGHUP}}, []request{cleanUp, goOn}},
		"head, and each line after it":              {[]signal{{0, syscall.SIGPIPE}, {2000 * ms, syscall.SIGPIPE}}, []request{cleanUp, goOn}},
	} {
		began, r, got := time.Now(), requests{}, []request(nil)
		for _, s := range c.signals {
			got = append(got, r.heard(s.s, began.Add(s.after), func() bool { return true }))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// A broken connection to the cluster raises the same signal as a lost output, and is no interrupt.
func TestBrokenConnectionIsNoInterrupt(t *testing.T) {
	var r requests
	if got := r.heard(syscall.SIGPIPE, time.Now(), outputLost); got != goOn {
		t.Errorf("%v", got)
	}
	if got := r.heard(syscall.SIGINT, time.Now(), outputLost); got != cleanUp {
		t.Errorf("the first request after it: %v", got)
	}
}

func TestExitCodesOfSignals(t *testing.T) {
	for s, want := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 129, syscall.SIGPIPE: 141} {
		if got := exitCode(&interruption{s}); got != want {
			t.Errorf("%s: exit code %d, want %d", s, got, want)
		}
	}
}

// What is left is printed with how it is cleaned up.
func TestLeftAtOnce(t *testing.T) {
	b := &begun{}
	if text := strings.Join(b.left(), "\n"); !strings.Contains(text, "An incomplete cluster") {
		t.Error(text)
	}
	b.in(func() (string, []string) { return "abc", []string{"uncordon node x", "namespace y"} })
	text := strings.Join(b.left(), "\n")
	for _, want := range []string{"run abc did not clean up:\n  uncordon node x\n  namespace y\n", "The next gherkind run"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
}

// program returns this program under its own name, so that the caller can set its output.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "gherkind")
	if err := os.Symlink(self, name); err != nil {
		t.Fatal(err)
	}
	return exec.CommandContext(t.Context(), name, args...)
}

// A command that only prints is silent if its reader has ended.
func TestPrintingToNobody(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	read.Close()
	cmd := program(t, "steps")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = write, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	write.Close()
	if err := cmd.Wait(); said.Len() > 0 {
		t.Errorf("it says %q, and ends with %v", &said, err)
	}
}

// TestSignalsCleanUp: signals that come in pairs are one request, and everything is cleaned up.
func TestSignalsCleanUp(t *testing.T) {
	for name, c := range map[string]struct {
		send []syscall.Signal
		says string
	}{
		"timeout":  {[]syscall.Signal{syscall.SIGTERM, syscall.SIGTERM}, "interrupted: cleaning up"},
		"terminal": {[]syscall.Signal{syscall.SIGHUP, syscall.SIGTERM}, "the terminal was closed: cleaning up"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSandbox(t, never)
			cmd, out := s.command("run")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			ns := s.namespaceOf("a-pod-that-never-comes")
			for _, each := range c.send {
				if err := cmd.Process.Signal(each); err != nil {
					t.Fatal(err)
				}
			}
			if code := exitOf(cmd.Wait()); code != codeOf(c.send[0]) && code != codeOf(c.send[1]) { // their order is not certain
				t.Errorf("exit code %d:\n%s", code, out)
			}
			for _, want := range []string{c.says, "  interrupted after ", "1 interrupted"} {
				if !strings.Contains(out.String(), want) {
					t.Errorf("it does not say %q:\n%s", want, out)
				}
			}
			if strings.Contains(out.String(), "failed") {
				t.Errorf("it reports a failure:\n%s", out)
			}
			bundles, err := filepath.Glob(filepath.Join(s.dir, ".gherkind", "runs", "1", "*.tgz"))
			if err != nil || len(bundles) != 1 {
				t.Fatalf("bundles: %v, %v", bundles, err)
			}
			if text, code := s.replay(t, bundles[0], ""); code != exitEnvironment || !strings.Contains(text, "  interrupted after ") {
				t.Errorf("a replay ends with the exit code %d, and says:\n%s", code, text)
			}
			if left := s.left(world.LabelRun + "=" + ns.Labels[world.LabelRun]); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// TestHeadCleansUp: the reader of the report ends after the first line.
func TestHeadCleansUp(t *testing.T) {
	s := newSandbox(t, strings.ReplaceAll(never, "5m", "2s")+strings.ReplaceAll(strings.ReplaceAll(never, "Feature: Never", ""), "that never comes", "that stays away"))
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd, out := s.command("run")
	cmd.Stdout = write
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	write.Close()
	ns := s.namespaceOf("a-pod-that-stays-away")
	read.Close() // there is no reader for the failure of the first scenario
	if code := exitOf(cmd.Wait()); code != codeOf(syscall.SIGPIPE) {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	if !strings.Contains(out.String(), "nobody reads the output any more: cleaning up") || strings.Contains(out.String(), "broken pipe") {
		t.Errorf("it says:\n%s", out)
	}
	if left := s.left(world.LabelRun + "=" + ns.Labels[world.LabelRun]); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestSecondInterrupt ends the program immediately, and prints what it leaves; the next run cleans that up.
func TestSecondInterrupt(t *testing.T) {
	s := newSandbox(t, never)
	cmd, out := s.command("run")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ns := s.namespaceOf("a-pod-that-never-comes")
	t.Cleanup(s.hold(ns.Name)) // blocks the clean-up until the second request
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	again := time.NewTicker(300 * time.Millisecond) // an impatient user
	defer again.Stop()
	for over := false; !over; {
		select {
		case err := <-ended:
			over = true
			if code := exitOf(err); code != exitInterrupted {
				t.Errorf("exit code %d", code)
			}
		case <-again.C:
			_ = cmd.Process.Signal(os.Interrupt) // fails if it has just ended
		}
	}
	for _, want := range []string{"stopped immediately: run " + ns.Labels[world.LabelRun], "  namespace " + ns.Name, "The next gherkind run"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
}

// hold creates an object that blocks the deletion of a namespace.
func (s *sandbox) hold(namespace string) (release func()) {
	s.t.Helper()
	maps := s.client.CoreV1().ConfigMaps(namespace)
	held := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "held", Finalizers: []string{"gherkind.invalid/held"}}}
	if _, err := maps.Create(s.t.Context(), held, metav1.CreateOptions{}); err != nil {
		s.t.Fatal(err)
	}
	return func() {
		_, err := maps.Patch(context.WithoutCancel(s.t.Context()), "held", types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`), metav1.PatchOptions{})
		if err != nil && !apierrors.IsNotFound(err) {
			s.t.Error(err)
		}
	}
}
