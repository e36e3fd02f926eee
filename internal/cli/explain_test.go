package cli

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/diagnose"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/steps/world"
)

const crashing = `Feature: Crash
  Scenario: A container that is out of luck
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: unlucky}
      spec:
        terminationGracePeriodSeconds: 1
        containers: [{name: app, image: busybox, command: [sh, -c, "echo out of luck; exit 3"]}]
      """
    Then container "app" of pod "unlucky" has restarted 1 time
    And pod "unlucky" does not exist within 1s
`

// explains runs gherkind explain and checks its exit code and output.
func (s *sandbox) explains(exit int, texts []string, args ...string) {
	s.t.Helper()
	kubeconfig, err := filepath.Abs("../../.gherkind/gherkind.kubeconfig")
	if err != nil {
		s.t.Fatal(err)
	}
	cmd, out := s.command()
	cmd.Args = slices.Concat([]string{s.program, "explain", "--kubeconfig", kubeconfig}, args)
	if code := exitOf(cmd.Run()); code != exit {
		s.t.Errorf("explain %v: exit code %d, want %d:\n%s", args, code, exit, out)
	}
	for _, want := range texts {
		if !strings.Contains(out.String(), want) {
			s.t.Errorf("explain %v lacks %q:\n%s", args, want, out)
		}
	}
}

// TestExplainALiveObject explains an object that a failed scenario has left.
func TestExplainALiveObject(t *testing.T) {
	s := newSandbox(t, crashing)
	cmd, out := s.command("run", "--keep-on-failure")
	if code := exitOf(cmd.Run()); code != exitFailed {
		t.Fatalf("exit code %d, want %d:\n%s", code, exitFailed, out)
	}
	kept, err := s.client.CoreV1().Namespaces().List(t.Context(), metav1.ListOptions{
		LabelSelector: world.LabelKept + "," + world.LabelScenario + "=a-container-that-is-out-of-luck",
	})
	if err != nil || len(kept.Items) == 0 {
		t.Fatalf("nothing was kept: %v\n%s", err, out)
	}
	name := kept.Items[0].Name
	t.Cleanup(func() {
		if err := s.client.CoreV1().Namespaces().Delete(context.WithoutCancel(t.Context()), name, metav1.DeleteOptions{}); err != nil {
			t.Error(err)
		}
	})
	s.explains(exitFailed, []string{`pod "unlucky" in namespace ` + name + " is ", "POD_CRASH_LOOP", "exit 3", "out of luck"}, "pod/unlucky", "-n", name)
	s.explains(exitFailed, []string{"POD_MISSING"}, "po/lucky", "-n", name)
	s.explains(exitPassed, []string{"nothing wrong was found"}, "deployment/coredns", "-n", "kube-system")
	s.explains(exitPassed, []string{"nothing wrong was found"}, "configmap/coredns", "-n", "kube-system")
	s.explains(exitPassed, []string{"exists; explain knows nothing about this kind"}, "serviceaccount/default", "-n", "kube-system")
	s.explains(exitFailed, []string{"OBJECT_MISSING", `there is "coredns"`}, "configmap/coredn", "-n", "kube-system")
	s.explains(exitUsage, []string{`the cluster does not know the kind "pd"; did you mean`}, "pd/unlucky", "-n", name)
}

// TestWhatIsNotKnownIsNotWell: without rules for a kind, explain does not claim that nothing is wrong.
func TestWhatIsNotKnownIsNotWell(t *testing.T) {
	ref := kube.Ref{Kind: kube.Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: "Widget"}}, Name: "a"}
	for want, object := range map[string]*diagnose.Object{
		"exists; explain knows nothing about this kind": {Ref: ref, Exists: true},
		"nothing wrong was found":                       {Ref: ref, Exists: true, Known: true},
		"does not exist":                                {Ref: ref, Known: true},
	} {
		var out strings.Builder
		err := printObject(&out, nil, object)
		if !strings.Contains(out.String(), want) || (err == nil) != object.Exists {
			t.Errorf("%q, %v; want %q", out.String(), err, want)
		}
	}
}
