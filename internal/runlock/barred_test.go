package runlock_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	coordinationv1 "k8s.io/api/coordination/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	admissionv1client "k8s.io/client-go/kubernetes/typed/admissionregistration/v1"

	"github.com/gherkind/gherkind/internal/cluster/clustertest"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/runlock"
	"github.com/gherkind/gherkind/steps/world"
)

func admissionOf(t *testing.T, client *kube.Client) admissionv1client.AdmissionregistrationV1Interface {
	t.Helper()
	c, err := admissionv1client.NewForConfig(client.Config())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// bar creates a webhook without a server, which rejects all Leases of one run.
func bar(t *testing.T, client *kube.Client, run, by string) (name string) {
	t.Helper()
	url, fail, none, seconds := "https://127.0.0.1:1/", admissionv1.Fail, admissionv1.SideEffectClassNone, int32(1)
	hooks := admissionOf(t, client).ValidatingWebhookConfigurations()
	hook := &admissionv1.ValidatingWebhookConfiguration{
		ObjectMeta: metav1.ObjectMeta{Name: "gherkind-bars-" + run},
		Webhooks: []admissionv1.ValidatingWebhook{{
			Name: "nobody." + run + ".gherkind.invalid", ClientConfig: admissionv1.WebhookClientConfig{URL: &url},
			FailurePolicy: &fail, SideEffects: &none, TimeoutSeconds: &seconds, AdmissionReviewVersions: []string{"v1"},
			ObjectSelector: &metav1.LabelSelector{MatchLabels: map[string]string{world.LabelRun: run}},
			Rules: []admissionv1.RuleWithOperations{{Operations: []admissionv1.OperationType{"*"}, Rule: admissionv1.Rule{
				APIGroups: []string{"coordination.k8s.io"}, APIVersions: []string{"v1"}, Resources: []string{"leases"}}}},
		}},
	}
	if by != "" {
		hook.Labels = map[string]string{world.LabelRun: by}
	}
	if _, err := hooks.Create(t.Context(), hook, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		err := hooks.Delete(context.WithoutCancel(t.Context()), hook.Name, metav1.DeleteOptions{})
		if err != nil && !apierrors.IsNotFound(err) {
			t.Error(err)
		}
	})
	awaitBarred(t, client, run)
	return hook.Name
}

// awaitBarred waits until the API server applies the webhook.
func awaitBarred(t *testing.T, client *kube.Client, run string) {
	t.Helper()
	m := runlock.Observer(client)
	for t.Context().Err() == nil {
		lease := &coordinationv1.Lease{ObjectMeta: metav1.ObjectMeta{Name: "gherkind-probe-" + run, Labels: map[string]string{world.LabelRun: run}}}
		if _, err := m.Leases().Create(t.Context(), lease, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}}); kube.Barrier(err) != "" {
			return
		}
	}
	t.Fatal("the API server does not apply the webhook")
}

// A webhook of a dead run that prevents other runs from creating their Leases is deleted by the next run. If the webhook is not
// gherkind's, the error says what to delete.
func TestAWebhookOfADeadRunStopsNobody(t *testing.T) {
	client, err := kube.New(clustertest.Up(t).Config)
	if err != nil {
		t.Fatal(err)
	}
	alive := join(t, "testalive")
	for name, c := range map[string]struct{ run, by, want string }{
		"of a dead run":   {"testbara", "testgone", ""},
		"of a living run": {"testbarb", alive.Run(), "which run testalive has made, which may go on: when it is not wanted, kubectl delete validatingwebhookconfigurations gherkind-bars-testbarb"},
		"of nobody's":     {"testbarc", "", "which gherkind has not made: when it is not wanted, kubectl delete validatingwebhookconfigurations gherkind-bars-testbarc"},
	} {
		t.Run(name, func(t *testing.T) {
			hook := bar(t, client, c.run, c.by)
			hub := observe.NewHub(t.Context(), client, observe.Options{})
			t.Cleanup(hub.Stop)
			var notes []string
			note := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
			r := &world.Run{ID: c.run, Client: client, Hub: hub, Timeouts: world.DefaultTimeouts(), Note: note}
			var member *runlock.Member
			err := r.Unbarred(t.Context(), runlock.Observer(client), func(ctx context.Context) (err error) {
				member, err = runlock.Join(ctx, client, hub, c.run, t.Logf)
				return err
			})
			if c.want != "" {
				if err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := member.Leave(context.WithoutCancel(t.Context())); err != nil {
				t.Error(err)
			}
			if !strings.Contains(strings.Join(notes, "\n"), hook+`", which run testgone left`) {
				t.Errorf("the deletion is not reported: %q", notes)
			}
		})
	}
}

// Two runs start after one has died, and its webhook rejects both. Only one of them can delete the webhook: the other finds that
// it is gone, and continues.
func TestAWebhookThatAnotherRunRemoves(t *testing.T) {
	client, err := kube.New(clustertest.Up(t).Config)
	if err != nil {
		t.Fatal(err)
	}
	hook := bar(t, client, "testbard", "testgone")
	hub := observe.NewHub(t.Context(), client, observe.Options{})
	t.Cleanup(hub.Stop)
	r := &world.Run{ID: "testbard", Client: client, Hub: hub, Timeouts: world.DefaultTimeouts(), Note: t.Logf}
	var member *runlock.Member
	err = r.Unbarred(t.Context(), runlock.Observer(client), func(ctx context.Context) (err error) {
		member, err = runlock.Join(ctx, client, hub, "testbard", t.Logf)
		gone := admissionOf(t, client).ValidatingWebhookConfigurations().Delete(ctx, hook, metav1.DeleteOptions{})
		if gone != nil && !apierrors.IsNotFound(gone) {
			t.Error(gone)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := member.Leave(context.WithoutCancel(t.Context())); err != nil {
		t.Error(err)
	}
}
