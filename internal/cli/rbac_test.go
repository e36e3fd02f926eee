package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

const withRights = `Feature: With the rights that it needs
  Scenario: A program says hello
    Given this manifest is applied:
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: word}
      stringData: {word: hello}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        replicas: 1
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            terminationGracePeriodSeconds: 0
            containers: [{name: main, image: busybox, command: [sleep, "600"]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: gherkind-rbac-test}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: one}
      spec:
        terminationGracePeriodSeconds: 0
        containers: [{name: main, image: busybox, command: [sleep, "600"]}]
      """
    Then deployment "web" has 1 ready replica
    And running "echo hello" in pod "one" prints "hello"
    When deployment "web" is scaled to 0 replicas
    And secret "word" is deleted
    Then secret "word" does not exist
`

// robot is a service account with the permissions that gherkind prints, under names of its own.
type robot struct {
	*sandbox
	prints     []string // the command that prints them
	account    string   // the name of the account in the output
	admin      *rest.Config
	name       string
	kubeconfig string
	client     kubernetes.Interface // client of the service account
}

func newRobot(t *testing.T) *robot { return robotOf(t, withRights, "gherkind", "rbac") }

// robotOf returns a robot with the permissions that a command prints for an account.
func robotOf(t *testing.T, feature, account string, prints ...string) *robot {
	s := newSandbox(t, feature)
	c, err := cluster.Up(t.Context(), cluster.Options{StateDir: "../../.gherkind"})
	if err != nil {
		t.Fatal(err)
	}
	r := &robot{sandbox: s, prints: prints, account: account, admin: c.Config, name: fmt.Sprintf("gherkind-test-%d", os.Getpid())}
	r.apply()
	ctx := context.WithoutCancel(t.Context())
	t.Cleanup(func() { r.remove(ctx) })
	token, err := s.client.CoreV1().ServiceAccounts("gherkind-system").CreateToken(ctx, r.name, &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	r.kubeconfig = kubeconfigOf(t, clientcmdapi.Cluster{Server: c.Config.Host, CertificateAuthorityData: c.Config.CAData}, clientcmdapi.AuthInfo{Token: token.Status.Token})
	own, err := clientcmd.BuildConfigFromFlags("", r.kubeconfig)
	if err == nil {
		r.client, err = kubernetes.NewForConfig(own)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// apply applies the printed manifests.
func (r *robot) apply() {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), r.program, r.prints...)
	cmd.Dir = r.dir
	var printed, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &said
	if err := cmd.Run(); err != nil {
		r.t.Fatal(err, said.String())
	}
	text := strings.NewReplacer("name: "+r.account+",", "name: "+r.name+",", "name: "+r.account+"}", "name: "+r.name+"}").Replace(printed.String())
	m, err := kube.ParseManifest("rbac.yaml", []byte(text))
	if err != nil {
		r.t.Fatal(err)
	}
	client, err := kube.New(r.admin)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, doc := range m.Docs {
		if _, err := client.Writer(nil, nil).Apply(r.t.Context(), doc.Object); err != nil {
			r.t.Fatal(err)
		}
	}
}

// remove deletes everything except the namespace, which other runs use.
func (r *robot) remove(ctx context.Context) {
	r.t.Helper()
	options, rbac := metav1.DeleteOptions{}, r.sandbox.client.RbacV1()
	for what, err := range map[string]error{
		"account":  r.sandbox.client.CoreV1().ServiceAccounts("gherkind-system").Delete(ctx, r.name, options),
		"roles":    rbac.ClusterRoles().Delete(ctx, r.name, options),
		"bindings": rbac.ClusterRoleBindings().Delete(ctx, r.name, options),
		"role":     rbac.Roles("gherkind-system").Delete(ctx, r.name, options),
		"binding":  rbac.RoleBindings("gherkind-system").Delete(ctx, r.name, options),
	} {
		if err != nil && !apierrors.IsNotFound(err) {
			r.t.Errorf("%s: %v", what, err)
		}
	}
}

// TestRightsAreEnoughAndNoMore runs a feature as a service account with exactly the permissions that gherkind rbac prints for
// it. Without any one rule, the run reports the missing permission and neither passes nor fails.
func TestRightsAreEnoughAndNoMore(t *testing.T) {
	r := newRobot(t)
	if code, out := r.run(); code != exitPassed {
		t.Fatalf("exit code %d:\n%s", code, out)
	}
	all, own := r.rules()
	for i, rule := range slices.Concat(all, own) {
		if rule.Resources[0] == "pods/log" { // needed only to explain a failure
			continue
		}
		if rule.Resources[0] != "pods/exec" && rule.Resources[0] != "secrets" && !proving.On() {
			continue
		}
		if i < len(all) {
			r.setRules(slices.Delete(slices.Clone(all), i, i+1), own)
		} else {
			r.setRules(all, slices.Delete(slices.Clone(own), i-len(all), i-len(all)+1))
		}
		r.await(rule, i >= len(all), false)
		code, out := r.run()
		if code != exitEnvironment && code != exitUsage || !strings.Contains(out, fmt.Sprintf("resource %q", rule.Resources[0])) {
			t.Errorf("without %v of %v: exit code %d:\n%s", rule.Verbs, rule.Resources, code, out)
		}
		r.setRules(all, own)
		r.await(rule, i >= len(all), true)
	}
}

func (r *robot) run() (code int, out string) {
	r.t.Helper()
	cmd, text := r.command("run", "--kubeconfig", r.kubeconfig)
	return exitOf(cmd.Run()), text.String()
}

func (r *robot) rules() (all, own []rbacv1.PolicyRule) {
	r.t.Helper()
	rbac := r.sandbox.client.RbacV1()
	everywhere, err := rbac.ClusterRoles().Get(r.t.Context(), r.name, metav1.GetOptions{})
	if err != nil {
		r.t.Fatal(err)
	}
	in, err := rbac.Roles("gherkind-system").Get(r.t.Context(), r.name, metav1.GetOptions{})
	if err != nil {
		r.t.Fatal(err)
	}
	return everywhere.Rules, in.Rules
}

func (r *robot) setClusterRules(all []rbacv1.PolicyRule) {
	r.t.Helper()
	role := &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: r.name}, Rules: all}
	if _, err := r.sandbox.client.RbacV1().ClusterRoles().Update(r.t.Context(), role, metav1.UpdateOptions{}); err != nil {
		r.t.Fatal(err)
	}
}

func (r *robot) setRules(all, own []rbacv1.PolicyRule) {
	r.t.Helper()
	r.setClusterRules(all)
	rbac := r.sandbox.client.RbacV1()
	if _, err := rbac.Roles("gherkind-system").Update(r.t.Context(), &rbacv1.Role{ObjectMeta: metav1.ObjectMeta{Name: r.name}, Rules: own}, metav1.UpdateOptions{}); err != nil {
		r.t.Fatal(err)
	}
}

// await waits until the API server enforces the changed rules.
func (r *robot) await(rule rbacv1.PolicyRule, own, want bool) {
	r.t.Helper()
	resource, sub, _ := strings.Cut(rule.Resources[0], "/")
	attributes := &authorizationv1.ResourceAttributes{Group: rule.APIGroups[0], Resource: resource, Subresource: sub, Verb: rule.Verbs[0]}
	if own {
		attributes.Namespace = "gherkind-system"
	}
	err := wait.PollUntilContextTimeout(r.t.Context(), 50*time.Millisecond, time.Minute, true, func(ctx context.Context) (bool, error) {
		review, err := r.client.AuthorizationV1().SelfSubjectAccessReviews().Create(ctx, &authorizationv1.SelfSubjectAccessReview{
			Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: attributes},
		}, metav1.CreateOptions{})
		return err == nil && review.Status.Allowed == want, err
	})
	if err != nil {
		r.t.Fatal(err)
	}
}
