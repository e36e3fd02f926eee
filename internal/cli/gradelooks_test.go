package cli

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// lab returns the absolute path of an exercise of the course.
func lab(t testing.TB, name string) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("../../labs", name))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// student creates a namespace in which somebody has solved exercises manually.
func (r *robot) student(exercises ...string) (namespace string) {
	r.t.Helper()
	ctx := context.WithoutCancel(r.t.Context())
	made, err := r.sandbox.client.CoreV1().Namespaces().Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "gherkind-test-student-"}}, metav1.CreateOptions{})
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() {
		if err := r.sandbox.client.CoreV1().Namespaces().Delete(ctx, made.Name, metav1.DeleteOptions{}); err != nil {
			r.t.Error(err)
		}
	})
	c, err := cluster.Up(ctx, cluster.Options{StateDir: "../../.gherkind"})
	if err != nil {
		r.t.Fatal(err)
	}
	client, err := kube.New(r.admin)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, exercise := range exercises {
		files, err := filepath.Glob(filepath.Join(lab(r.t, exercise), "solution", "*.yaml"))
		if err != nil || len(files) == 0 {
			r.t.Fatal(files, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				r.t.Fatal(err)
			}
			m, err := kube.ParseManifest(file, []byte(strings.ReplaceAll(string(text), "image: busybox", "image: "+c.Images.Map("busybox"))))
			if err != nil {
				r.t.Fatal(err)
			}
			for _, doc := range m.Docs {
				doc.Object.SetNamespace(made.Name)
				if _, err := client.Writer(nil, nil).Apply(ctx, doc.Object); err != nil {
					r.t.Fatal(err)
				}
			}
		}
	}
	return made.Name
}

func (r *robot) grades(exercise, namespace string, flags ...string) (code int, out string) {
	r.t.Helper()
	cmd, text := r.command(append([]string{"grade", lab(r.t, exercise), "--namespace", namespace, "--kubeconfig", r.kubeconfig}, flags...)...)
	return exitOf(cmd.Run()), text.String()
}

// TestGradingThatOnlyLooks: with exactly the permissions that gherkind lab rbac prints, criteria that only read are judged in a
// student's namespace; others report that they need more, and cost no marks. Without any one of the permissions, the criteria
// that need it do not pass. The same permissions are enough for a baseline, and what was there then does not count.
func TestGradingThatOnlyLooks(t *testing.T) {
	r := robotOf(t, "Feature: None\n", "gherkind-grader", "lab", "rbac", lab(t, "broken-service"))
	namespace := r.student("broken-service", "memory-limit")
	if code, out := r.grades("broken-service", namespace); code != exitPassed || !strings.Contains(out, "10 of 10 points") {
		t.Fatalf("exit code %d:\n%s", code, out)
	}
	if cmd, out := r.command("lab", "baseline", lab(t, "broken-service"), "start.json", "--namespace", namespace, "--kubeconfig", r.kubeconfig); exitOf(cmd.Run()) != exitPassed {
		t.Fatalf("no baseline:\n%s", out)
	}
	if code, out := r.grades("broken-service", namespace, "--baseline", "start.json"); code != exitFailed || !strings.Contains(out, "0 of 10 points") || !strings.Contains(out, "4 of these points were there at the start") {
		t.Errorf("nothing was changed: exit code %d:\n%s", code, out)
	}
	code, out := r.grades("memory-limit", namespace)
	if code != exitEnvironment || !strings.Contains(out, "3 of 3  The scheduler keeps 32Mi for it") || !strings.Contains(out, "which these credentials may not make") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	if !proving.On() {
		return
	}
	role, err := r.sandbox.client.RbacV1().ClusterRoles().Get(t.Context(), r.name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for i, rule := range role.Rules {
		if slices.Contains([]string{"pods/log", "events"}, rule.Resources[0]) { // needed only to explain a failure
			continue
		}
		r.setClusterRules(slices.Delete(slices.Clone(role.Rules), i, i+1))
		r.await(rule, false, false)
		if code, out := r.grades("broken-service", namespace); code != exitEnvironment && code != exitUsage {
			t.Errorf("without %v of %v: exit code %d:\n%s", rule.Verbs, rule.Resources, code, out)
		}
		r.setClusterRules(role.Rules)
		r.await(rule, false, true)
	}
}
