package grade

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/lab/submission"
)

// built returns a manifest of the student's objects in a namespace, suitable for another namespace; nil if there are none.
// Objects that controllers created are left out: they create them again.
func built(ctx context.Context, client *kube.Client, namespace string, e *exercise.Exercise) (*kube.Manifest, error) {
	kinds, err := kindsOfWork(ctx, client, e.Kinds)
	if err != nil {
		return nil, err
	}
	var items []any
	limit := boundOf(e.Limits)
	for _, kind := range kinds {
		err := client.Each(ctx, kind, namespace, func(obj *unstructured.Unstructured) error {
			if !madeByOthers(obj) {
				items = append(items, portable(obj, e.Security).Object)
			}
			return limit.count(obj)
		})
		if err != nil {
			return nil, fmt.Errorf("copy what is in namespace %s: %w", namespace, err)
		}
	}
	if len(items) == 0 {
		return nil, nil //nolint:nilnil // there is nothing
	}
	text, err := json.Marshal(map[string]any{"apiVersion": "v1", "kind": "List", "items": items})
	if err != nil {
		return nil, fmt.Errorf("copy what is in namespace %s: %w", namespace, err)
	}
	return kube.ParseManifest("the namespace "+namespace, text)
}

// kindsOfWork returns the namespaced kinds of the cluster that a student may use: the usual ones, and more.
func kindsOfWork(ctx context.Context, client *kube.Client, more []string) (kinds []kube.Kind, err error) {
	for _, name := range slices.Concat(submission.Usual(), more) {
		kind, err := client.KindByName(ctx, strings.ToLower(name))
		if unknown := errors.As(err, new(*kube.UnknownKindError)); unknown || err == nil && !kind.Namespaced {
			continue
		}
		if err != nil {
			return nil, err
		}
		kinds = append(kinds, kind)
	}
	return kinds, nil
}

// madeByOthers reports whether a controller owns an object, or every namespace has it.
func madeByOthers(obj *unstructured.Unstructured) bool {
	switch obj.GetKind() + "/" + obj.GetName() {
	case "ConfigMap/kube-root-ca.crt", "ServiceAccount/default":
		return true
	}
	return obj.GetDeletionTimestamp() != nil || metav1.GetControllerOf(obj) != nil ||
		obj.GetKind() == "Secret" && strings.HasPrefix(typeOf(obj), "kubernetes.io/service-account-token")
}

func typeOf(secret *unstructured.Unstructured) string {
	kind, _, _ := unstructured.NestedString(secret.Object, "type")
	return kind
}

// portable returns an object without what ties it to its namespace, what only one object of the cluster can have, and, below
// the level privileged, what a submission may not have: the node of a pod, and a priority that would displace other pods.
func portable(obj *unstructured.Unstructured, security string) *unstructured.Unstructured {
	obj = withoutNodePorts(obj)
	obj.SetNamespace("")
	obj.SetFinalizers(nil)
	for _, spec := range submission.PodSpecs(obj) {
		if security == submission.Privileged {
			break
		}
		for _, field := range []string{"nodeName", "priorityClassName", "priority", "preemptionPolicy"} {
			delete(spec, field)
		}
	}
	for _, path := range [][]string{{"spec", "template"}, {"spec", "jobTemplate"}, {"spec", "jobTemplate", "spec", "template"}} {
		unstructured.RemoveNestedField(obj.Object, append(path, "metadata", "finalizers")...) // pods would get them, and block the deletion of the copy
	}
	claims, is, _ := unstructured.NestedSlice(obj.Object, "spec", "volumeClaimTemplates")
	for _, claim := range claims {
		if fields, is := claim.(map[string]any); is {
			unstructured.RemoveNestedField(fields, "metadata", "finalizers")
		}
	}
	if is {
		obj.Object["spec"].(map[string]any)["volumeClaimTemplates"] = claims
	}
	return obj
}

// withoutNodePorts returns a copy of an object without fixed node ports, which another object may use.
func withoutNodePorts(obj *unstructured.Unstructured) *unstructured.Unstructured {
	obj = obj.DeepCopy()
	ports, is, _ := unstructured.NestedSlice(obj.Object, "spec", "ports")
	if !is || obj.GetKind() != "Service" {
		return obj
	}
	for _, port := range ports {
		if fields, is := port.(map[string]any); is {
			delete(fields, "nodePort")
		}
	}
	obj.Object["spec"].(map[string]any)["ports"] = ports
	return obj
}

// copyOf returns a submitted manifest in a form that can be applied in parallel to the original: the same manifest if it names
// no node port.
func copyOf(m *kube.Manifest) (*kube.Manifest, error) {
	var items []any
	same := true
	for _, d := range m.Docs {
		own := withoutNodePorts(d.Object)
		same = same && reflect.DeepEqual(own.Object, d.Object.Object)
		items = append(items, own.Object)
	}
	if same {
		return m, nil
	}
	text, err := json.Marshal(map[string]any{"apiVersion": "v1", "kind": "List", "items": items})
	if err != nil {
		return nil, fmt.Errorf("copy %s: %w", m.Path, err)
	}
	return kube.ParseManifest(m.Path, text)
}
