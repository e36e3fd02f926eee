package cli

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const deletesOthers = `Feature: What is not ours
  Scenario: A namespace with everything in it
    When namespace "gherkind-victim" is deleted
  Scenario: A role
    When clusterrole "gherkind-victim" is deleted
  Scenario: A role of another name than the manifest's
    Given this manifest is applied:
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: gherkind-own}
      """
    When clusterrole "gherkind-own" is deleted
    Then clusterrole "gherkind-own" does not exist
`

// TestOthersObjectsAreLeftAlone runs steps that delete objects of others on an external cluster: nothing is run, unless the
// objects are named on the command line.
func TestOthersObjectsAreLeftAlone(t *testing.T) {
	s := newSandbox(t, deletesOthers)
	ctx := context.WithoutCancel(t.Context())
	namespaces, roles := s.client.CoreV1().Namespaces(), s.client.RbacV1().ClusterRoles()
	victim := metav1.ObjectMeta{Name: "gherkind-victim"}
	if _, err := namespaces.Create(ctx, &corev1.Namespace{ObjectMeta: victim}, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := namespaces.Delete(ctx, victim.Name, metav1.DeleteOptions{}); err != nil && !apierrors.IsNotFound(err) {
			t.Error(err)
		}
		if err := roles.Delete(ctx, victim.Name, metav1.DeleteOptions{}); err != nil && !apierrors.IsNotFound(err) {
			t.Error(err)
		}
	})
	if _, err := roles.Create(ctx, &rbacv1.ClusterRole{ObjectMeta: victim}, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	kubeconfig, err := filepath.Abs("../../.gherkind/gherkind.kubeconfig")
	if err != nil {
		t.Fatal(err)
	}

	cmd, out := s.command("run", "--kubeconfig", kubeconfig)
	if code := exitOf(cmd.Run()); code != exitUsage {
		t.Errorf("exit code %d", code)
	}
	for _, want := range []string{
		`own.feature:3: it would change or delete namespace "gherkind-victim", which this scenario has not made`, "--allow-changes namespace/gherkind-victim",
		"own.feature:5:", "--allow-changes clusterrole.rbac.authorization.k8s.io/gherkind-victim", "2 problems; nothing was run",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	there, err := namespaces.Get(ctx, victim.Name, metav1.GetOptions{})
	if err != nil || there.DeletionTimestamp != nil {
		t.Errorf("the namespace: %v, %v", there, err)
	}
	if _, err := roles.Get(ctx, victim.Name, metav1.GetOptions{}); err != nil {
		t.Error(err)
	}

	cmd, out = s.command("run", "--kubeconfig", kubeconfig, "--allow-changes", "namespace/gherkind-victim,clusterrole/gherkind-victim")
	if code := exitOf(cmd.Run()); code != exitPassed {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	s.awaitNoNamespace(victim.Name)
	if _, err := roles.Get(ctx, victim.Name, metav1.GetOptions{}); !apierrors.IsNotFound(err) {
		t.Errorf("the role: %v", err)
	}

	for flag, says := range map[string]string{"pod/web": "are in namespaces", "clusterrole": "a slash and its name", "clusterroll/view": "clusterroll"} {
		cmd, out = s.command("run", "--kubeconfig", kubeconfig, "--allow-changes", flag)
		if code := exitOf(cmd.Run()); code != exitUsage || !strings.Contains(out.String(), says) {
			t.Errorf("%s: exit code %d, %s", flag, code, out)
		}
	}
}
