package world

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/tags"
)

// Namespace returns the real name of the namespace with this alias, and creates it on first use. The empty alias is the
// scenario's own namespace, for manifests without one. When Namespace returns, the default service account exists, so pods can
// be created.
func (w *World) Namespace(ctx context.Context, alias string) (string, error) {
	w.current = alias
	alias = w.inSetUp(alias)
	if name, ok := w.namespaces[alias]; ok {
		return name, nil
	}
	return w.backend.makeNamespace(ctx, w, alias)
}

func (live) makeNamespace(ctx context.Context, w *World, alias string) (string, error) {
	if len(w.Scenario.Given) > 0 {
		return w.enter(ctx, alias)
	}
	ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Namespace)
	defer cancel()
	name := namespaceName(w.Run.ID, w.Scenario, alias)
	if err := w.create(ctx, name, alias); err != nil {
		return "", err
	}
	w.namespaces[alias] = name
	if err := w.Timeline.Listed(ctx); err != nil {
		return name, err
	}
	return name, w.awaitServiceAccount(ctx, name)
}

// declare creates the namespace of a Namespace document with the labels and annotations of the document, such as those for pod
// security. Gherkind's own labels take precedence.
func (w *World) declare(ctx context.Context, to *kube.Writer, doc *unstructured.Unstructured) error {
	name, err := w.Namespace(ctx, doc.GetName())
	w.declared = w.declared || err == nil
	if err != nil || len(doc.GetLabels())+len(doc.GetAnnotations()) == 0 {
		return err
	}
	if err := w.mayLabel(name); err != nil {
		return err
	}
	labels := maps.Clone(doc.GetLabels())
	maps.DeleteFunc(labels, func(key, _ string) bool {
		return isOwnLabel(key)
	})
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{"labels": labels, "annotations": doc.GetAnnotations()}})
	if err != nil {
		return fmt.Errorf("write the labels of namespace %s: %w", name, err)
	}
	ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Namespace)
	defer cancel()
	kind, err := w.Run.Client.Kind(ctx, namespaceKind)
	if err != nil {
		return fmt.Errorf("look up kind Namespace: %w", err)
	}
	if err := to.Patch(ctx, kube.Ref{Kind: kind, Name: name}, patch); err != nil {
		return fmt.Errorf("label namespace %s: %w", name, err)
	}
	return nil
}

// ownLabels are the labels of namespaces that manifests do not set.
var ownLabels = []string{LabelRun, LabelScenario, LabelAlias, LabelKept, LabelSetUp, corev1.LabelMetadataName}

func isOwnLabel(key string) bool { return slices.Contains(ownLabels, key) || tags.IsAddOnLabel(key) }

var namespaceKind = corev1.SchemeGroupVersion.WithKind("Namespace")

func (w *World) create(ctx context.Context, name, alias string) error {
	w.Timeline.Add(name) //nolint:contextcheck // the watches live as long as the timelines
	w.Defer(fmt.Sprintf("namespace %s", name), func(ctx context.Context) error {
		return w.release(ctx, name)
	})
	kind, err := w.Run.Client.Kind(ctx, namespaceKind)
	if err != nil {
		return fmt.Errorf("look up kind Namespace: %w", err)
	}
	namespace := &unstructured.Unstructured{}
	namespace.SetGroupVersionKind(namespaceKind)
	namespace.SetName(name)
	namespace.SetLabels(w.namespaceLabels(alias))
	return w.Write(ctx, func(ctx context.Context, to *kube.Writer) error {
		_, err := to.Create(ctx, kube.Ref{Kind: kind, Name: name}, namespace)
		w.Run.own(name, err == nil)
		return err
	})
}

// namespaceLabels returns the labels of a namespace of the scenario.
func (w *World) namespaceLabels(alias string) map[string]string {
	labels := map[string]string{LabelRun: w.Run.ID, LabelScenario: slug(w.Scenario.Name, 63), LabelAlias: slug(alias, 63)}
	for _, name := range tags.AddOns(w.Scenario.Tags) {
		labels[tags.AddOnLabel(name)] = ""
	}
	return labels
}

func (w *World) awaitServiceAccount(ctx context.Context, namespace string) error {
	kind, err := w.Run.Client.Kind(ctx, schema.GroupVersionKind{Version: "v1", Kind: "ServiceAccount"})
	if err != nil {
		return fmt.Errorf("look up kind ServiceAccount: %w", err)
	}
	ref := kube.Ref{Kind: kind, Namespace: namespace, Name: "default"}
	err = w.Timeline.Until(ctx, func(v observe.View) observe.Verdict {
		return observe.Verdict{Met: v.Get(ref) != nil, Saw: "no default service account"}
	})
	if err != nil {
		return &notMade{fmt.Errorf("await the default service account of namespace %s (is the controller manager running?): %w", namespace, err)}
	}
	return nil
}

// notMade is the error for a namespace that the cluster did not make ready, which says nothing about the subject of the
// scenario.
type notMade struct{ error }

func (n *notMade) Unwrap() error { return n.error }

// Is makes the error an [observe.ErrUnobserved].
func (n *notMade) Is(target error) bool { return target == observe.ErrUnobserved }

// release deletes a namespace without waiting, or marks it as kept. Its pods get a grace period of one second: the rest of
// their grace period no longer matters, and the end of the run would wait for it.
func (w *World) release(ctx context.Context, name string) error {
	w.Run.own(name, false)
	namespaces := w.Run.Client.Typed().CoreV1().Namespaces()
	if w.kept {
		return w.Run.keep(ctx, name)
	}
	err := namespaces.Delete(ctx, name, metav1.DeleteOptions{})
	if apierrors.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("delete namespace %s: %w", name, err)
	}
	w.Run.awaitGone(name)
	grace := int64(1)
	err = w.Run.Client.Typed().CoreV1().Pods(name).DeleteCollection(ctx,
		metav1.DeleteOptions{GracePeriodSeconds: &grace}, metav1.ListOptions{})
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("shorten the grace period of the pods in %s: %w", name, err)
	}
	return nil
}

var notLabel = regexp.MustCompile(`[^a-z0-9]+`)

// slug converts a text to a readable DNS label with at most limit characters.
func slug(text string, limit int) string {
	s := strings.Trim(notLabel.ReplaceAllString(strings.ToLower(text), "-"), "-")
	if len(s) > limit {
		s = strings.Trim(s[:limit], "-")
	}
	return s
}
