package scenarios_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/utils/ptr"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/grade"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// givenTo applies what gherkind lab namespace prints, and returns the namespace as the student sees it.
func givenTo(t *testing.T, e *exercise.Exercise) *workplace {
	t.Helper()
	c, err := cluster.Up(t.Context(), shared(t))
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("gherkind-test-workplace-%d", os.Getpid())
	text, err := grade.Workplace(e, name, "gherkind-test-student")
	if err != nil {
		t.Fatal(err)
	}
	m, err := kube.ParseManifest("workplace.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	admin, err := kube.New(c.Config)
	if err != nil {
		t.Fatal(err)
	}
	clients, err := kubernetes.NewForConfig(c.Config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := clients.CoreV1().Namespaces().Delete(context.WithoutCancel(t.Context()), name, metav1.DeleteOptions{}); err != nil {
			t.Error(err)
		}
	})
	for _, doc := range m.Docs {
		if _, err := admin.Writer(nil, nil).Apply(t.Context(), doc.Object); err != nil {
			t.Fatal(err)
		}
	}
	student := rest.CopyConfig(c.Config)
	student.Impersonate = rest.ImpersonationConfig{UserName: "gherkind-test-student"}
	client, err := kubernetes.NewForConfig(student)
	if err != nil {
		t.Fatal(err)
	}
	return &workplace{t: t, client: client, name: name, image: c.Images.Map("busybox")}
}

func (w *workplace) pod(change func(*corev1.PodSpec)) error {
	spec := corev1.PodSpec{
		Containers:                    []corev1.Container{{Name: "web", Image: w.image, Command: []string{"sleep", "600"}}},
		TerminationGracePeriodSeconds: ptr.To(int64(1)),
	}
	change(&spec)
	pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "web"}, Spec: spec}
	_, err := w.client.CoreV1().Pods(w.name).Create(w.t.Context(), pod, metav1.CreateOptions{})
	return err
}

// TestAStudentInANamespace: in a namespace of gherkind lab namespace, a student can solve the exercise, and can neither reach
// beyond the namespace nor remove its limits.
func TestAStudentInANamespace(t *testing.T) {
	onCluster(t)
	w := givenTo(t, labOf(t, attackedLab, "attacked"))
	err := wait.PollUntilContextTimeout(t.Context(), 100*time.Millisecond, time.Minute, true, func(context.Context) (bool, error) {
		return w.pod(func(*corev1.PodSpec) {}) == nil, nil // there is a service account, and the quotas are counted
	})
	if err != nil {
		t.Fatal(w.pod(func(*corev1.PodSpec) {}))
	}
	ctx, core, mine := t.Context(), w.client.CoreV1(), metav1.DeleteOptions{}
	for attempt, c := range map[string]struct {
		err  error
		says string
	}{
		"a privileged pod": {w.pod(func(p *corev1.PodSpec) {
			p.Containers[0].SecurityContext = &corev1.SecurityContext{Privileged: ptr.To(true)}
		}), "violates PodSecurity"},
		"a folder of the node": {w.pod(func(p *corev1.PodSpec) { p.Volumes = hostPath() }), "violates PodSecurity"},
		"a system priority":    {w.pod(func(p *corev1.PodSpec) { p.PriorityClassName = "system-node-critical" }), "exceeded quota: gherkind-lab-priority"},
		"too much disk":        {w.pod(func(p *corev1.PodSpec) { p.Containers[0].Resources.Limits = listOf("ephemeral-storage", "9Gi") }), "exceeded quota: gherkind-lab"},
		"too much CPU":         {w.pod(func(p *corev1.PodSpec) { p.Containers[0].Resources.Limits = listOf("cpu", "3") }), "exceeded quota: gherkind-lab"},
		"many node ports":      {w.nodePorts(11), "exceeded quota: gherkind-lab"},
		"no quota":             {core.ResourceQuotas(w.name).Delete(ctx, "gherkind-lab", mine), "forbidden"},
		"no limits":            {core.LimitRanges(w.name).Delete(ctx, "gherkind-lab", mine), "forbidden"},
		"no network policy":    {w.client.NetworkingV1().NetworkPolicies(w.name).Delete(ctx, "gherkind-lab", mine), "forbidden"},
		"another role":         {w.client.RbacV1().Roles(w.name).Delete(ctx, "gherkind-lab", mine), "forbidden"},
		"more permissions":     {w.admin(), "forbidden"},
		"a forged status":      {w.forge(), "forbidden"},
		"another Pod Security": {w.label(), "forbidden"},
		"other namespaces":     {core.Namespaces().Delete(ctx, "default", mine), "forbidden"},
		"the pods of others":   {core.Pods("kube-system").DeleteCollection(ctx, mine, metav1.ListOptions{LabelSelector: "no=such"}), "forbidden"},
		"a webhook":            {w.client.AdmissionregistrationV1().ValidatingWebhookConfigurations().Delete(ctx, "no-such", mine), "forbidden"},
	} {
		if !apierrors.IsForbidden(c.err) || !strings.Contains(c.err.Error(), c.says) {
			t.Errorf("%s: %v", attempt, c.err)
		}
	}
	pod, err := core.Pods(w.name).Get(ctx, "web", metav1.GetOptions{})
	if err != nil || pod.Spec.Containers[0].Resources.Limits.Cpu().String() != "500m" {
		t.Error(err, pod.Spec.Containers)
	}
	if points, decided := w.grade(attackedLab, "attacked", nil).Points(); !decided || points.String() != "2" {
		t.Errorf("%s, %v", points, decided)
	}
}

func hostPath() []corev1.Volume {
	return []corev1.Volume{{Name: "node", VolumeSource: corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/"}}}}
}

func listOf(name corev1.ResourceName, quantity string) corev1.ResourceList {
	return corev1.ResourceList{name: resource.MustParse(quantity)}
}

func (w *workplace) nodePorts(count int32) error {
	many := &corev1.Service{ObjectMeta: metav1.ObjectMeta{Name: "many"}, Spec: corev1.ServiceSpec{Type: corev1.ServiceTypeNodePort}}
	for i := range count {
		many.Spec.Ports = append(many.Spec.Ports, corev1.ServicePort{Name: fmt.Sprint("p", i), Port: 8000 + i})
	}
	_, err := w.client.CoreV1().Services(w.name).Create(w.t.Context(), many, metav1.CreateOptions{})
	return err
}

func (w *workplace) admin() error {
	more := &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: "more"}, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "admin"},
		Subjects: []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: "User", Name: "gherkind-test-student"}},
	}
	_, err := w.client.RbacV1().RoleBindings(w.name).Create(w.t.Context(), more, metav1.CreateOptions{})
	return err
}

func (w *workplace) forge() error {
	_, err := w.client.CoreV1().Pods(w.name).Patch(w.t.Context(), "web", types.MergePatchType, []byte(`{"status": {"phase": "Running"}}`), metav1.PatchOptions{}, "status")
	return err
}

func (w *workplace) label() error {
	patch := []byte(`{"metadata": {"labels": {"pod-security.kubernetes.io/enforce": "privileged"}}}`)
	_, err := w.client.CoreV1().Namespaces().Patch(w.t.Context(), w.name, types.MergePatchType, patch, metav1.PatchOptions{})
	return err
}
