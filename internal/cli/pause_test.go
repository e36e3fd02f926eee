package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/steps/world"
)

// pair has two scenarios that fail, so that there is a second question.
const pair = `Feature: Pair
  Scenario: One pod that never comes
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: here}
      """
    Then pod "absent" is Running within 1s

  Scenario: Another pod that never comes
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: here}
      """
    Then pod "absent" is Running within 1s
`

// person is a program in its own terminal, with a user.
type person struct {
	t       testing.TB
	cmd     *exec.Cmd
	tty     *os.File
	mu      sync.Mutex
	shown   bytes.Buffer
	changed chan struct{} // output was shown
	done    chan struct{}
}

func sitDown(s *sandbox, args ...string) *person {
	s.t.Helper()
	cmd, _ := s.command(args...)
	cmd.Stdout, cmd.Stderr = nil, nil
	p := &person{t: s.t, cmd: cmd, changed: make(chan struct{}, 1), done: make(chan struct{})}
	var err error
	if p.tty, err = pty.StartWithSize(cmd, &pty.Winsize{Rows: 50, Cols: 300}); err != nil {
		s.t.Fatal(err)
	}
	go p.look()
	return p
}

func (p *person) look() {
	defer close(p.done)
	buffer := make([]byte, 4096)
	for {
		n, err := p.tty.Read(buffer)
		p.mu.Lock()
		p.shown.Write(buffer[:n])
		p.mu.Unlock()
		select {
		case p.changed <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

func (p *person) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shown.String()
}

// awaits waits for this number of questions.
func (p *person) awaits(questions int) {
	p.t.Helper()
	timeout := time.NewTimer(2 * time.Minute)
	defer timeout.Stop()
	for strings.Count(p.text(), question) < questions {
		select {
		case <-p.changed:
		case <-p.done:
			p.t.Fatalf("it ended before question %d:\n%s", questions, p.text())
		case <-timeout.C:
			p.t.Fatalf("question %d never came:\n%s", questions, p.text())
		}
	}
}

func (p *person) types(text string) {
	p.t.Helper()
	if _, err := p.tty.WriteString(text); err != nil {
		p.t.Fatal(err)
	}
}

func (p *person) leaves() (code int) {
	p.t.Helper()
	timeout := time.AfterFunc(2*time.Minute, func() {
		p.t.Errorf("it does not end")
		if err := p.cmd.Process.Kill(); err != nil {
			p.t.Error(err)
		}
	})
	defer timeout.Stop()
	code = exitOf(p.cmd.Wait())
	<-p.done
	p.tty.Close()
	return code
}

func (s *sandbox) left(selector string) []corev1.Namespace {
	s.t.Helper()
	list, err := s.client.CoreV1().Namespaces().List(context.WithoutCancel(s.t.Context()), metav1.ListOptions{LabelSelector: selector})
	if err != nil {
		s.t.Fatal(err)
	}
	return list.Items
}

// times returns, in seconds, the duration of the kept scenario according to the report, and the time from its start to its end.
func (s *sandbox) times(name string) (took, passed float64) {
	s.t.Helper()
	var run struct {
		Scenarios []struct {
			Kept           bool
			Seconds        float64
			Started, Ended time.Time
		}
	}
	data, err := os.ReadFile(filepath.Join(s.dir, name))
	if err == nil {
		err = json.Unmarshal(data, &run)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	for _, s := range run.Scenarios {
		if s.Kept {
			return s.Seconds, s.Ended.Sub(s.Started).Seconds()
		}
	}
	s.t.Fatalf("nothing was kept: %s", data)
	return 0, 0
}

// TestPauseOnFailure: there is one question at a time, while the namespaces exist; the printed commands work; what is kept
// stays, and everything else is deleted.
func TestPauseOnFailure(t *testing.T) {
	s := newSandbox(t, pair)
	p := sitDown(s, "run", "--pause-on-failure", "--report", "json:run.json")
	p.awaits(1)
	asked := time.Now()
	commands := regexp.MustCompile(`kubectl --kubeconfig \S+ --context \S+ -n (\S+) get all,events`).FindStringSubmatch(p.text())
	if commands == nil {
		t.Fatalf("no command to look at it:\n%s", p.text())
	}
	ns, err := s.client.CoreV1().Namespaces().Get(t.Context(), commands[1], metav1.GetOptions{})
	if err != nil || ns.DeletionTimestamp != nil {
		t.Fatalf("the namespace no longer exists: %v", err)
	}
	t.Cleanup(func() {
		for _, ns := range s.left(world.LabelRun + "=" + ns.Labels[world.LabelRun]) {
			if err := s.client.CoreV1().Namespaces().Delete(context.WithoutCancel(t.Context()), ns.Name, metav1.DeleteOptions{}); err != nil {
				t.Error(err)
			}
		}
	})
	if n := strings.Count(p.text(), question); n != 1 {
		t.Errorf("%d questions at a time", n)
	}
	p.types("what?\n") // no valid answer
	p.awaits(2)
	looked := time.Since(asked)
	p.types("k\n")
	p.awaits(3)
	p.types("\n")
	if code := p.leaves(); code != exitFailed {
		t.Errorf("exit code %d, want %d", code, exitFailed)
	}
	left := s.left(world.LabelRun + "=" + ns.Labels[world.LabelRun])
	if len(left) != 1 || left[0].Name != ns.Name || left[0].Labels[world.LabelKept] == "" {
		t.Errorf("left behind: %v\n%s", left, p.text())
	}
	if !strings.Contains(p.text(), "delete namespace "+ns.Name) {
		t.Errorf("it does not say how to remove what was kept:\n%s", p.text())
	}
	const rounded = 0.0005 // the report is in milliseconds
	if took, passed := s.times("run.json"); took > passed-looked.Seconds()+rounded {
		t.Errorf("it took %gs of %gs, of which somebody looked at it for %s", took, passed, looked)
	}
	if n := strings.Count(p.text(), "POD_MISSING: "); n != 2 {
		t.Errorf("the two failures are shown %d times:\n%s", n, p.text())
	}
}

// TestPauseEnds with q and with ^C, which both clean up.
func TestPauseEnds(t *testing.T) {
	for key, want := range map[string]int{"q\n": exitFailed, "\x03": exitInterrupted} {
		s := newSandbox(t, pair)
		p := sitDown(s, "run", "--pause-on-failure", "--parallel", "1")
		p.awaits(1)
		name := regexp.MustCompile(`-n (\S+) get all,events`).FindStringSubmatch(p.text())[1]
		ns, err := s.client.CoreV1().Namespaces().Get(t.Context(), name, metav1.GetOptions{})
		if err != nil {
			t.Fatal(err)
		}
		p.types(key)
		if code := p.leaves(); code != want {
			t.Errorf("%q: exit code %d, want %d:\n%s", key, code, want, p.text())
		}
		if left := s.left(world.LabelRun + "=" + ns.Labels[world.LabelRun]); len(left) > 0 {
			t.Errorf("%q: left behind: %v", key, left)
		}
		if !strings.Contains(p.text(), "1 not run") {
			t.Errorf("%q: the second scenario was not cancelled:\n%s", key, p.text())
		}
		if _, err := os.Stat(filepath.Join(s.dir, ".gherkind/last/own-2/timeline.txt")); err != nil {
			t.Error(err)
		}
	}
}
