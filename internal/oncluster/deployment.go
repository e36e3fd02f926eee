package oncluster

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/oncluster/left"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/steps/world"
)

// MostRunners is the maximum number of runners.
const MostRunners = 500

// Deployment describes what a run creates on its cluster.
type Deployment struct {
	Task        Task
	Image       string
	Needs       []plan.Need       // permissions of the runners
	Credentials map[string][]byte // environment variables for the store of results
}

const printHead = `# What gherkind run --on-cluster creates, and removes when the run has ended.
# The namespace %s, which all runs on a cluster share, and the image %s are provided before.
# What is not in the namespace of the run gets an owner reference to it, so that it is deleted with it.
`

const printSetUp = `# The set-up of the project is not in here: it is applied before, and removed when the pods have ended.
`

// Print returns the manifests.
func (d Deployment) Print() (string, error) {
	all, err := d.manifests()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, printHead, world.SystemNamespace, d.Image)
	if d.Task.SetUp != nil {
		b.WriteString(printSetUp)
	}
	for i, obj := range all {
		u, err := plain(obj)
		if err != nil {
			return "", err
		}
		text, err := yaml.Marshal(u.Object)
		if err != nil {
			return "", fmt.Errorf("write the manifests: %w", err)
		}
		if i > 0 {
			b.WriteString("---\n")
		}
		b.Write(text)
	}
	return b.String(), nil
}

// plain converts an object to a manifest, without the fields that only the API server sets.
func plain(obj runtime.Object) (*unstructured.Unstructured, error) {
	fields, err := runtime.DefaultUnstructuredConverter.ToUnstructured(obj)
	if err != nil {
		return nil, fmt.Errorf("write the manifests: %w", err)
	}
	delete(fields, "status")
	u := &unstructured.Unstructured{Object: fields}
	unstructured.RemoveNestedField(fields, "metadata", "creationTimestamp")
	unstructured.RemoveNestedField(fields, "spec", "template", "metadata", "creationTimestamp")
	if spec, is, _ := unstructured.NestedMap(fields, "spec"); is && len(spec) == 0 {
		delete(fields, "spec")
	}
	return u, nil
}

// create creates all objects. Those outside the namespace are owned by the namespace.
func (d Deployment) create(ctx context.Context, client *kube.Client) error {
	all, err := d.manifests()
	if err != nil {
		return err
	}
	var owner []metav1.OwnerReference
	for _, obj := range all {
		u, err := plain(obj)
		if err != nil {
			return err
		}
		if u.GetKind() != "Namespace" && u.GetNamespace() != left.Namespace(d.Task.Run) {
			u.SetOwnerReferences(owner)
		}
		made, err := d.createOne(ctx, client, u)
		if err != nil {
			return err
		}
		if made.GetKind() == "Namespace" {
			owner = []metav1.OwnerReference{{APIVersion: "v1", Kind: "Namespace", Name: made.GetName(), UID: made.GetUID()}}
		}
	}
	return nil
}

func (d Deployment) createOne(ctx context.Context, client *kube.Client, u *unstructured.Unstructured) (made *unstructured.Unstructured, err error) {
	kind, err := client.Kind(ctx, u.GroupVersionKind())
	if err != nil {
		return nil, fmt.Errorf("look up kind %s: %w", u.GetKind(), err)
	}
	err = persist(ctx, func(ctx context.Context) error {
		to := client.Dynamic().Resource(kind.GVR)
		// It exists if the response to an earlier attempt was lost.
		if made, err = to.Namespace(u.GetNamespace()).Create(ctx, u, metav1.CreateOptions{}); apierrors.IsAlreadyExists(err) {
			made, err = to.Namespace(u.GetNamespace()).Get(ctx, u.GetName(), metav1.GetOptions{})
		}
		return err
	})
	if err == nil {
		return made, nil
	}
	if apierrors.IsForbidden(err) && u.GroupVersionKind().Group == rbacv1.GroupName {
		return nil, fmt.Errorf("create %s %s, by which the runners get the permissions that gherkind rbac prints: whoever grants them must have them: %w", u.GetKind(), u.GetName(), err)
	}
	return nil, fmt.Errorf("create %s %s: %w", u.GetKind(), u.GetName(), err)
}

// removing limits the time for the removal.
const removing = 3 * time.Minute

// remove deletes everything and waits until it is gone.
func (d Deployment) remove(ctx context.Context, client *kube.Client, finalize bool) error {
	ctx, cancel := context.WithTimeout(ctx, removing)
	defer cancel()
	name := left.Namespace(d.Task.Run)
	errs := []error{persist(ctx, func(ctx context.Context) error { return left.DeleteJob(ctx, client, d.Task.Run) })}
	errs = append(errs, persist(ctx, func(ctx context.Context) error {
		return ignoreMissing(client.Typed().CoreV1().Namespaces().Delete(ctx, name, metav1.DeleteOptions{}))
	}))
	errs = append(errs, endPods(ctx, client, name, ""))
	for _, each := range left.Outside() {
		errs = append(errs, persist(ctx, func(ctx context.Context) error {
			return ignoreMissing(client.Dynamic().Resource(each.Resource).Namespace(each.Namespace).Delete(ctx, left.Granted(d.Task.Run), metav1.DeleteOptions{}))
		}))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("remove the runners: %w", err)
	}
	return gone(ctx, client, []string{name}, finalize)
}

// endPods deletes the pods of a namespace that match a selector, without a grace period.
func endPods(ctx context.Context, client *kube.Client, namespace, selector string) error {
	none := int64(0)
	return persist(ctx, func(ctx context.Context) error {
		return ignoreMissing(client.Typed().CoreV1().Pods(namespace).DeleteCollection(ctx,
			metav1.DeleteOptions{GracePeriodSeconds: &none}, metav1.ListOptions{LabelSelector: selector}))
	})
}

// gone waits until the deleted namespaces are gone.
func gone(ctx context.Context, client *kube.Client, names []string, finalize bool) error {
	if finalize { // faster than the namespace controller, which does it if this fails
		if kinds, err := client.Namespaced(); err == nil {
			_ = client.Finalize(ctx, names, kinds)
		}
	}
	kind, err := client.Kind(ctx, schema.GroupVersionKind{Version: "v1", Kind: "Namespace"})
	if err != nil {
		return fmt.Errorf("look up kind Namespace: %w", err)
	}
	for _, name := range names {
		if err := client.AwaitGone(ctx, kube.Ref{Kind: kind, Name: name}); err != nil {
			return fmt.Errorf("wait until namespace %s is gone: %w; look: kubectl get namespace %[1]s -o yaml", name, err)
		}
	}
	return nil
}
