package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/gherkind/gherkind/internal/kube"
)

const silentWebhooks = `Feature: A webhook that does not answer
  Scenario: What it looks at is rejected
    Then applying the manifest "looked-at.yaml" is rejected with "silent"
  Scenario: What it looks at is applied
    When the manifest "looked-at.yaml" is applied
`

const lookedAt = `apiVersion: v1
kind: ConfigMap
metadata: {name: a, labels: {silent: others}}
`

// TestAWebhookOfOthersThatDoesNotAnswer: a write that it prevents is no rejection, and the scenario has not failed.
func TestAWebhookOfOthersThatDoesNotAnswer(t *testing.T) {
	s := newSandbox(t, silentWebhooks)
	ctx := context.WithoutCancel(t.Context())
	hooks := s.client.AdmissionregistrationV1().ValidatingWebhookConfigurations()
	others := &admissionv1.ValidatingWebhookConfiguration{
		ObjectMeta: metav1.ObjectMeta{Name: "gherkind-others-silent"},
		Webhooks: []admissionv1.ValidatingWebhook{{
			Name: "others.silent.invalid", FailurePolicy: ptr.To(admissionv1.Fail), SideEffects: ptr.To(admissionv1.SideEffectClassNone),
			AdmissionReviewVersions: []string{"v1"},
			ClientConfig:            admissionv1.WebhookClientConfig{URL: ptr.To("https://127.0.0.1:1/")},
			ObjectSelector:          &metav1.LabelSelector{MatchLabels: map[string]string{"silent": "others"}},
			Rules: []admissionv1.RuleWithOperations{{
				Operations: []admissionv1.OperationType{admissionv1.Create},
				Rule:       admissionv1.Rule{APIGroups: []string{""}, APIVersions: []string{"v1"}, Resources: []string{"configmaps"}},
			}},
		}},
	}
	if _, err := hooks.Create(ctx, others, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := hooks.Delete(ctx, others.Name, metav1.DeleteOptions{}); err != nil {
			t.Error(err)
		}
	})
	s.awaitHeeded(others.Name)
	if err := os.MkdirAll(filepath.Join(s.dir, "manifests"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, "manifests", "looked-at.yaml"), []byte(lookedAt), 0o600); err != nil {
		t.Fatal(err)
	}

	cmd, out := s.command("run", "--manifests", "manifests")
	code := exitOf(cmd.Run())
	if code != exitEnvironment {
		t.Errorf("exit code %d", code)
	}
	for _, want := range []string{`webhook "others.silent.invalid", which this scenario has not made, does not answer`, "2 infrastructure"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
}

// awaitHeeded waits until the API server calls the webhook.
func (s *sandbox) awaitHeeded(name string) {
	s.t.Helper()
	probe := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{GenerateName: "gherkind-probe-", Labels: map[string]string{"silent": "others"}}}
	for s.t.Context().Err() == nil {
		_, err := s.client.CoreV1().ConfigMaps(metav1.NamespaceDefault).Create(s.t.Context(), probe, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}})
		if kube.SilentWebhook(err) != "" {
			return
		}
	}
	s.t.Fatalf("the API server does not call %s", name)
}
