package grade

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"

	"github.com/gherkind/gherkind/internal/kube"
)

// controllers are the field managers of Kubernetes components.
var controllers = []string{"kube-controller-manager", "kube-scheduler", "kubelet"}

// faked describes a status that somebody wrote instead of Kubernetes; "" if there is none. The API server records who wrote a
// field. Writers can choose their name, so a pod that runs without a node is also reported.
func (s snapshot) faked() (string, error) {
	people := s.people()
	for _, obj := range s {
		if obj.GetKind() == "Pod" && runsNowhere(obj) {
			return nameOf(obj) + " is said to run, and is on no node", nil
		}
		for _, entry := range obj.GetManagedFields() {
			if entry.Subresource != "status" || !strings.HasPrefix(entry.Manager, "kubectl") && (custom(obj) || !people[entry.Manager]) {
				continue
			}
			own, err := onlyOwnConditions(entry)
			if err != nil {
				return "", fmt.Errorf("read who has written %s: %w", nameOf(obj), err)
			}
			if !own {
				return fmt.Sprintf("the status of %s was written by %s, not by Kubernetes", nameOf(obj), entry.Manager), nil
			}
		}
	}
	return "", nil
}

// custom reports whether an object's controller is not part of Kubernetes: such a controller may write spec and status.
func custom(obj *unstructured.Unstructured) bool {
	group := obj.GroupVersionKind().Group
	return strings.Contains(group, ".") && !strings.HasSuffix(group, ".k8s.io")
}

// people returns who has written the spec of objects. Controllers that create objects own them, and one that binds a claim
// writes that into the claim's spec; both are excluded.
func (s snapshot) people() map[string]bool {
	all := map[string]bool{}
	for _, obj := range s {
		if madeByOthers(obj) || obj.GetKind() == "PersistentVolumeClaim" {
			continue
		}
		for _, entry := range obj.GetManagedFields() {
			if entry.Subresource == "" && entry.FieldsV1 != nil && bytes.Contains(entry.FieldsV1.GetRawBytes(), []byte(`"f:spec"`)) && !slices.Contains(controllers, entry.Manager) {
				all[entry.Manager] = true
			}
		}
	}
	return all
}

func runsNowhere(pod *unstructured.Unstructured) bool {
	node, _, _ := unstructured.NestedString(pod.Object, "spec", "nodeName")
	phase, _, _ := unstructured.NestedString(pod.Object, "status", "phase")
	return node == "" && (phase == "Running" || phase == "Succeeded" || slices.ContainsFunc(kube.Conditions(pod), func(c map[string]any) bool {
		return c["type"] == "Ready" && c["status"] == "True"
	}))
}

// onlyOwnConditions reports whether only conditions were written that users may set: readiness gates, whose names contain a
// domain.
func onlyOwnConditions(entry metav1.ManagedFieldsEntry) (bool, error) {
	if entry.FieldsV1 == nil {
		return true, nil
	}
	var set fieldpath.Set
	if err := set.FromJSON(bytes.NewReader(entry.FieldsV1.GetRawBytes())); err != nil {
		return false, err
	}
	own := true
	set.Iterate(func(path fieldpath.Path) {
		own = own && ownCondition(path)
	})
	return own, nil
}

func ownCondition(path fieldpath.Path) bool {
	if len(path) < 3 || path[1].FieldName == nil || *path[1].FieldName != "conditions" || path[2].Key == nil {
		return len(path) == 1 || len(path) == 2 && path[1].FieldName != nil && *path[1].FieldName == "conditions"
	}
	for _, field := range *path[2].Key {
		if field.Name == "type" && field.Value.IsString() {
			return strings.Contains(field.Value.AsString(), "/")
		}
	}
	return false
}
