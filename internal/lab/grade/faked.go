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

// componentsOf returns the field managers of the components of a cluster: those of Kubernetes, and those that write the status
// of nodes. In some distributions one program does what elsewhere the kubelet and the controller manager do, and has its name.
func componentsOf(nodes []*unstructured.Unstructured) []string {
	all := slices.Clone(controllers)
	for _, node := range nodes {
		for _, entry := range node.GetManagedFields() {
			if entry.Subresource == "status" && !byKubectl(entry.Manager) {
				all = append(all, entry.Manager)
			}
		}
	}
	return all
}

func byKubectl(manager string) bool { return strings.HasPrefix(manager, "kubectl") }

// faked describes a status that somebody wrote instead of Kubernetes; "" if there is none. The API server records who wrote a
// field. Writers can choose their name, so a pod that runs without a node is also reported.
func (s snapshot) faked(components []string) (string, error) {
	people := s.people()
	for _, obj := range s {
		if obj.GetKind() == "Pod" && runsNowhere(obj) {
			return nameOf(obj) + " is said to run, and is on no node", nil
		}
		for _, entry := range obj.GetManagedFields() {
			if entry.Subresource != "status" || !suspicious(obj, entry.Manager, people, components) {
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

// suspicious reports whether a writer of an object's status should not write it.
func suspicious(obj *unstructured.Unstructured, manager string, people map[string]bool, components []string) bool {
	switch {
	case byKubectl(manager):
		return true
	case custom(obj), slices.Contains(components, manager):
		return false
	}
	return people[manager] || ofKubernetes(obj)
}

// ofKubernetes reports whether only components of the cluster write the status of an object. Others do that of a Service or an
// Ingress: load balancers.
func ofKubernetes(obj *unstructured.Unstructured) bool {
	return obj.GetKind() == "Pod" || slices.Contains([]string{"apps", "autoscaling", "batch", "policy"}, obj.GroupVersionKind().Group)
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

// onlyOwnConditions reports whether only what others than the kubelet and the controllers may set was written: conditions of
// readiness gates, whose names contain a domain, and, unless it was kubectl, what a scheduler or an evictor writes. Network
// plugins write annotations by way of the status.
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
		own = own && ownField(path, !byKubectl(entry.Manager))
	})
	return own, nil
}

func ownField(path fieldpath.Path, schedules bool) bool {
	if path[0].FieldName != nil && *path[0].FieldName == "metadata" || len(path) == 1 {
		return true
	}
	field := ""
	if path[1].FieldName != nil {
		field = *path[1].FieldName
	}
	switch {
	case field == "nominatedNodeName":
		return schedules
	case field != "conditions":
		return false
	case len(path) == 2:
		return true
	case path[2].Key == nil:
		return false
	}
	for _, field := range *path[2].Key {
		if field.Name == "type" && field.Value.IsString() {
			name := field.Value.AsString()
			return strings.Contains(name, "/") || schedules && (name == "PodScheduled" || name == "DisruptionTarget")
		}
	}
	return false
}
