package cli

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
)

// TestWhatIsRecordedRunsAgain records what a user does in a namespace, and runs the recording as a feature, in each language.
func TestWhatIsRecordedRunsAgain(t *testing.T) {
	for _, said := range []recordingTexts{
		{"en", "recording namespace", `And deployment "web" has 1 ready replica`, `And deployment "web" has 2 ready replicas`, `Then deployment "web" does not exist`, "wrote  "},
		{"zh-CN", "正在录制", `而且 Deployment "web" 有 1 个就绪副本`, `而且 Deployment "web" 有 2 个就绪副本`, `那么 Deployment "web" 不存在`, "已写出  "},
	} {
		t.Run(said.language, func(t *testing.T) { recordAndRun(t, said) })
	}
}

// recordingTexts has what is printed in a language while something is recorded.
type recordingTexts struct{ language, begun, one, two, gone, wrote string }

func recordAndRun(t *testing.T, expected recordingTexts) {
	t.Helper()
	s := newSandbox(t, "Feature: Nothing\n")
	ctx := context.WithoutCancel(t.Context())
	shop := "gherkind-recorded-shop-" + strings.ToLower(expected.language)
	if _, err := s.client.CoreV1().Namespaces().Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: shop}}, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.client.CoreV1().Namespaces().Delete(ctx, shop, metav1.DeleteOptions{}); err != nil {
			t.Error(err)
		}
	})
	kubeconfig, err := filepath.Abs("../../.gherkind/gherkind.kubeconfig")
	if err != nil {
		t.Fatal(err)
	}
	// A missing output must fail the test instead of blocking it.
	limited, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(limited, s.program, "record", "--lang", expected.language, "-n", shop, "--settle", "2s", "--kubeconfig", kubeconfig)
	cmd.Dir = s.dir
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var complaints strings.Builder
	cmd.Stderr = &complaints
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewReader(out)
	await(t, said, expected.begun)

	deployments := s.client.AppsV1().Deployments(shop)
	labels := map[string]string{"app": "web"}
	made := &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: "web"},
		Spec: appsv1.DeploymentSpec{
			Selector: &metav1.LabelSelector{MatchLabels: labels},
			Template: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: labels},
				// Other tests switch off workers meanwhile, and no run locks the nodes for this test.
				Spec: corev1.PodSpec{NodeName: controlPlane(t), TerminationGracePeriodSeconds: ptr.To[int64](0), Containers: []corev1.Container{{
					Name: "web", Image: clustertest.Up(t).Images.Map("busybox"), Command: []string{"sleep", "600"},
				}}},
			},
		},
	}
	if _, err := deployments.Create(ctx, made, metav1.CreateOptions{FieldManager: "kubectl-create"}); err != nil {
		t.Fatal(err)
	}
	await(t, said, expected.one)
	scale, err := deployments.GetScale(ctx, "web", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	scale.Spec.Replicas = 2
	if _, err := deployments.UpdateScale(ctx, "web", scale, metav1.UpdateOptions{FieldManager: "kubectl"}); err != nil {
		t.Fatal(err)
	}
	await(t, said, expected.two)
	if err := deployments.Delete(ctx, "web", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	await(t, said, expected.gone)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(said)
	if err != nil {
		t.Fatal(err)
	}
	if code := exitOf(cmd.Wait()); code != exitPassed || !strings.Contains(string(rest), expected.wrote+"features/recorded.feature") {
		t.Fatalf("exit code %d: %s\n%s", code, rest, complaints.String())
	}
	text, err := os.ReadFile(filepath.Join(s.dir, "features", "recorded.feature"))
	if err != nil {
		t.Fatal(err)
	}
	if steps := strings.Count(string(text), "\n    "); steps != 8 || strings.HasPrefix(string(text), "# language: "+expected.language) != (expected.language != "en") {
		t.Errorf("the language is wrong, or what controllers do is recorded as well:\n%s", text)
	}
	again, ran := s.command("run", "features/recorded.feature", "--manifests", "manifests")
	if code := exitOf(again.Run()); code != exitPassed {
		t.Errorf("exit code %d:\n%s\n%s", code, text, ran)
	}
}

// controlPlane returns the node that is always on.
func controlPlane(t *testing.T) string {
	t.Helper()
	for _, node := range clustertest.Up(t).Nodes {
		if node.Role == "control-plane" {
			return node.Name
		}
	}
	t.Fatal("the cluster has no control plane")
	return ""
}

// await reads until a line contains a text.
func await(t *testing.T, from *bufio.Reader, text string) {
	t.Helper()
	for {
		line, err := from.ReadString('\n')
		if err != nil {
			t.Fatalf("it ended before it said %q: %v", text, err)
		}
		if strings.Contains(line, text) {
			return
		}
	}
}
