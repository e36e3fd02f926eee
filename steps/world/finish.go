package world

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

func (r *Run) awaitGone(namespace string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pending[namespace] = true
}

func (r *Run) keep(ctx context.Context, name string) error {
	patch := fmt.Sprintf(`{"metadata":{"labels":{%q:"true"}}}`, LabelKept)
	_, err := r.Client.Typed().CoreV1().Namespaces().Patch(ctx, name, types.MergePatchType, []byte(patch), metav1.PatchOptions{})
	if err != nil {
		return fmt.Errorf("label namespace %s as kept: %w", name, err)
	}
	return nil
}

// Finish waits up to Timeouts.Finish until all namespaces that the run's scenarios have released, and all cluster-scoped
// objects that they have deleted, are gone. Its error says what blocks each remaining one: the finalizers and objects that the
// namespace controller reports.
func (r *Run) Finish(ctx context.Context) error {
	waits, cancel := context.WithTimeout(ctx, r.Timeouts.Finish)
	defer cancel()
	err := errors.Join(r.awaitNamespaces(waits), r.finishKinds(waits))
	closing, end := context.WithTimeout(ctx, r.Timeouts.Undo)
	defer end()
	return errors.Join(err, r.journal.close(closing))
}

func (r *Run) awaitNamespaces(ctx context.Context) error {
	waitFor := r.pendingNames()
	if len(waitFor) == 0 {
		return nil
	}
	kind, err := r.Client.Kind(ctx, schema.GroupVersionKind{Version: "v1", Kind: "Namespace"})
	if err != nil {
		return fmt.Errorf("look up kind Namespace: %w", err)
	}
	failed := r.finalize(ctx, waitFor) // irrelevant if the namespaces are deleted nevertheless
	timeline := r.Hub.Timeline()
	defer timeline.Close()
	there, left := slices.Clone(waitFor), []string(nil)
	err = timeline.Until(ctx, func(v observe.View) observe.Verdict {
		left = left[:0]
		there = slices.DeleteFunc(there, func(name string) bool { // its name is never used again, so it need not be looked at again
			ns := v.Get(kube.Ref{Kind: kind, Name: name})
			if ns != nil {
				left = append(left, name+": "+blockedBy(ns))
			}
			return ns == nil
		})
		return observe.Verdict{Met: len(left) == 0, Saw: fmt.Sprintf("%d namespaces are still there", len(left))}
	})
	if err == nil {
		left, err = r.confirmGone(ctx, kind, waitFor)
	}
	if err != nil {
		return fmt.Errorf("wait for the run's namespaces to go: %w\n  %s\n  look: kubectl get namespaces -l %s=%s",
			errors.Join(err, failed), strings.Join(left, "\n  "), LabelRun, r.ID)
	}
	return nil
}

// finalize deletes namespaces faster than the namespace controller, which waits 5 seconds before it starts. It is used only on
// clusters that gherkind has created and that have one API server, see [kube.Client.Finalize]. Everything else is left to the
// controller.
func (r *Run) finalize(ctx context.Context, names []string) error {
	if r.Foreign || r.Nodes == nil || len(r.controlPlanes()) != 1 {
		return nil
	}
	kinds, err := r.Client.Namespaced()
	if err != nil {
		return err
	}
	return r.Client.Finalize(ctx, names, kinds)
}

func (r *Run) controlPlanes() (found []string) {
	for _, node := range r.Nodes.All() {
		if r.Nodes.ControlPlane(node) {
			found = append(found, node)
		}
	}
	return found
}

// confirmGone asks the API server itself, because a namespace that was created and deleted at once may not have been observed
// yet. One list request serves all namespaces; a watch for each would take a tenth of a second each.
func (r *Run) confirmGone(ctx context.Context, kind kube.Kind, names []string) ([]string, error) {
	there, err := r.Client.Typed().CoreV1().Namespaces().List(ctx, metav1.ListOptions{LabelSelector: LabelRun + "=" + r.ID})
	if err != nil {
		return names, fmt.Errorf("list the namespaces of run %s: %w", r.ID, err)
	}
	for _, ns := range there.Items {
		if !slices.Contains(names, ns.Name) {
			continue
		}
		if err := r.Client.AwaitGone(ctx, kube.Ref{Kind: kind, Name: ns.Name}); err != nil {
			return []string{ns.Name}, err
		}
	}
	return nil, nil
}

func (r *Run) pendingNames() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Sorted(maps.Keys(r.pending))
}

// blockedBy summarizes in one sentence what the namespace controller reports about the remaining content, in status.conditions
// of a terminating namespace.
func blockedBy(ns *unstructured.Unstructured) string {
	var reasons []string
	for _, condition := range kube.Conditions(ns) {
		if condition["status"] == "True" {
			reasons = append(reasons, fmt.Sprint(condition["message"]))
		}
	}
	if len(reasons) == 0 {
		return "its deletion has not begun to report"
	}
	return strings.Join(reasons, "; ")
}
