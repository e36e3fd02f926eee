package scenarios_test

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/utils/ptr"

	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/grade"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// oneOfTwo is an exercise for which no state gets all points.
var oneOfTwo = map[string]string{
	"either/exercise.yaml":      "title: Either\ntotal: 2\nwrong: {none: {points: 0}}\n",
	"either/instructions.md":    "Have a ConfigMap `c` say a.\n",
	"either/solution/c.yaml":    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {says: a}\n",
	"either/wrong/none/no.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: none}\n",
	"either/grade.feature": `Feature: Either
  @id:a @points:1
  Scenario: It says a
    Then configmap "c" matches: within 10s
      """
      data: {says: a}
      """

  @id:b @points:1
  Scenario: It says b
    Then configmap "c" matches: within 10s
      """
      data: {says: b}
      """
`,
}

// workplace is a namespace in which a student has all permissions.
type workplace struct {
	t      *testing.T
	client kubernetes.Interface
	name   string
	image  string
}

func workplaceOf(t *testing.T, labels map[string]string) *workplace {
	t.Helper()
	c, err := cluster.Up(t.Context(), shared(t))
	if err != nil {
		t.Fatal(err)
	}
	client, err := kubernetes.NewForConfig(c.Config)
	if err != nil {
		t.Fatal(err)
	}
	ns := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "gherkind-test-student-", Labels: labels}}
	if ns, err = client.CoreV1().Namespaces().Create(t.Context(), ns, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := client.CoreV1().Namespaces().Delete(context.WithoutCancel(t.Context()), ns.Name, metav1.DeleteOptions{}); err != nil {
			t.Error(err)
		}
	})
	return &workplace{t: t, client: client, name: ns.Name, image: c.Images.Map("busybox")}
}

func (w *workplace) says(text string) error {
	c := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "c"}, Data: map[string]string{"says": text}}
	maps := w.client.CoreV1().ConfigMaps(w.name)
	if _, err := maps.Update(w.t.Context(), c, metav1.UpdateOptions{}); err == nil {
		return nil
	}
	_, err := maps.Create(w.t.Context(), c, metav1.CreateOptions{})
	return err
}

// grade grades with an exercise, one criterion after the other.
func (w *workplace) grade(files map[string]string, name string, told func(marks.Criterion)) *marks.Grade {
	w.t.Helper()
	e, err := exercise.Load(filepath.Join(folderWith(w.t, files), name), exercise.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	var g *marks.Grade
	options := scenarios.Options{Cluster: shared(w.t), StateDir: w.t.TempDir()}
	err = scenarios.GradeClass(w.t.Context(), options, e, func(ctx context.Context, judge scenarios.JudgeStudent) (err error) {
		g, err = judge(ctx, e, scenarios.GradeOptions{Namespace: w.name, Options: grade.Options{Student: marks.Student{ID: "s"}, Judged: told}})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return g
}

// TestAStudentWhoEditsWhileBeingGraded: points for two states are not a mark. Work that changes once is graded in its new
// state; work that keeps changing is not graded.
func TestAStudentWhoEditsWhileBeingGraded(t *testing.T) {
	proving.Only(t, "it grades four times")
	onCluster(t)
	w := workplaceOf(t, nil)
	if err := w.says("a"); err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	g := w.grade(oneOfTwo, "either", func(c marks.Criterion) {
		if c.ID == "a" {
			once.Do(func() {
				if err := w.says("b"); err != nil {
					t.Error(err)
				}
			})
		}
	})
	if points, decided := g.Points(); !decided || points.String() != "1" || g.Criteria[0].Verdict != marks.Failed || g.Criteria[1].Verdict != marks.Passed {
		t.Errorf("changed once: %+v", g.Criteria)
	}

	g = w.grade(oneOfTwo, "either", func(c marks.Criterion) {
		text := map[string]string{"a": "b", "b": "a"}[c.ID] // each criterion finds what it expects
		if err := w.says(text); err != nil {
			t.Error(err)
		}
	})
	if _, decided := g.Points(); decided || g.Criteria[0].Code != marks.CodeChanged || !strings.Contains(g.Criteria[0].Why, "ConfigMap c was changed") {
		t.Errorf("changed all the time: %+v", g.Criteria)
	}
}

// TestAFakedStatusOnTheCluster: a student who may patch the status of a pod that runs nowhere earns nothing by it, not even
// under the name of a kubelet; the same work done honestly earns points.
func TestAFakedStatusOnTheCluster(t *testing.T) {
	onCluster(t)
	files := map[string]string{
		"faked/exercise.yaml":      "title: A pod\ntotal: 1\nwrong: {none: {points: 0}}\n",
		"faked/instructions.md":    "Have a pod `web` run.\n",
		"faked/solution/web.yaml":  podWith("sleep 600"),
		"faked/wrong/none/no.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: none}\n",
		"faked/grade.feature":      "Feature: A pod\n  @id:runs @points:1\n  Scenario: It runs\n    Then pod \"web\" is ready within 15s\n",
	}
	status := `{"status": {"phase": "Running", "podIP": "10.9.9.9", "podIPs": [{"ip": "10.9.9.9"}],
	  "conditions": [{"type": "Ready", "status": "True"}, {"type": "ContainersReady", "status": "True"}],
	  "containerStatuses": [{"name": "web", "image": "x", "imageID": "x", "ready": true, "started": true, "restartCount": 0, "state": {"running": {}}}]}}`
	for who, manager := range map[string]string{"by kubectl": "kubectl-patch", "in the name of a kubelet": "kubelet", "by nobody": ""} {
		t.Run(who, func(t *testing.T) {
			w := workplaceOf(t, nil)
			pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "web"}, Spec: corev1.PodSpec{
				Containers: []corev1.Container{{Name: "web", Image: w.image, Command: []string{"sleep", "600"}}}, TerminationGracePeriodSeconds: ptr.To(int64(1)),
			}}
			if manager != "" {
				pod.Spec.NodeSelector = map[string]string{"no": "such"}
			}
			pods := w.client.CoreV1().Pods(w.name)
			err := wait.PollUntilContextTimeout(t.Context(), 100*time.Millisecond, time.Minute, true, func(ctx context.Context) (bool, error) {
				_, err := pods.Create(ctx, pod, metav1.CreateOptions{})
				return err == nil, nil // the namespace has no service account yet
			})
			if err != nil {
				t.Fatal(err)
			}
			if manager != "" {
				_, err := pods.Patch(t.Context(), "web", types.MergePatchType, []byte(status), metav1.PatchOptions{FieldManager: manager}, "status")
				if err != nil {
					t.Fatal(err)
				}
			}
			g := w.grade(files, "faked", nil)
			points, decided := g.Points()
			if c := g.Criteria[0]; !decided || (manager == "") != (points.String() == "1") || (manager == "") != (c.Code != marks.CodeFaked) {
				t.Errorf("%s: %+v", points, c)
			}
		})
	}
}

// TestAWebhookThatSwallowsEverything: a submission while somebody else's webhook does not answer was not refused, and is graded
// again.
func TestAWebhookThatSwallowsEverything(t *testing.T) {
	onCluster(t)
	marked := map[string]string{"gherkind/scenario": "swallowed"}
	w := workplaceOf(t, marked)
	hook := &admissionv1.ValidatingWebhookConfiguration{
		ObjectMeta: metav1.ObjectMeta{GenerateName: "gherkind-test-swallow-"},
		Webhooks: []admissionv1.ValidatingWebhook{{
			Name: "all.swallow.invalid", FailurePolicy: ptr.To(admissionv1.Fail), SideEffects: ptr.To(admissionv1.SideEffectClassNone),
			AdmissionReviewVersions: []string{"v1"}, TimeoutSeconds: ptr.To(int32(1)),
			ClientConfig:      admissionv1.WebhookClientConfig{URL: ptr.To("https://127.0.0.1:1/")},
			NamespaceSelector: &metav1.LabelSelector{MatchLabels: marked},
			Rules: []admissionv1.RuleWithOperations{{
				Operations: []admissionv1.OperationType{admissionv1.Create, admissionv1.Update}, Rule: admissionv1.Rule{APIGroups: []string{""}, APIVersions: []string{"v1"}, Resources: []string{"configmaps"}},
			}},
		}},
	}
	hooks := w.client.AdmissionregistrationV1().ValidatingWebhookConfigurations()
	hook, err := hooks.Create(t.Context(), hook, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := hooks.Delete(context.WithoutCancel(t.Context()), hook.Name, metav1.DeleteOptions{}); err != nil {
			t.Error(err)
		}
	})
	err = wait.PollUntilContextTimeout(t.Context(), 100*time.Millisecond, time.Minute, true, func(context.Context) (bool, error) {
		err := w.says("a")
		return err != nil && strings.Contains(err.Error(), "failed calling webhook"), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for name, text := range oneOfTwo {
		files[strings.Replace(name, "either/", "swallowed/", 1)] = text
	}
	e, err := exercise.Load(filepath.Join(folderWith(t, files), "swallowed"), exercise.Options{})
	if err != nil {
		t.Fatal(err)
	}
	g, err := scenarios.Grade(t.Context(), scenarios.Options{Cluster: shared(t), StateDir: t.TempDir()}, e, scenarios.GradeOptions{Submission: e.Path(exercise.SolutionFolder)})
	if err == nil {
		t.Fatalf("it was graded: %+v", g)
	}
	if !strings.Contains(err.Error(), `webhook "all.swallow.invalid", which this scenario has not made, does not answer`) {
		t.Error(err)
	}
}
