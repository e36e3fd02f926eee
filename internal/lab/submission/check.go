package submission

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// OwnName is the name of the grader's own quota, limits and network policy in the namespace of a submission.
const OwnName = "gherkind-lab"

// ownPrefix is the prefix of the grader's own labels and annotations.
const ownPrefix = "gherkind/"

// check refuses an object that would reach beyond the student's namespace, or that could not be deleted.
func check(at string, obj *unstructured.Unstructured, o Options) error {
	what := obj.GetKind() + " " + obj.GetName()
	if err := allowed(obj.GetKind(), o.Kinds); err != nil {
		return refuse("%s: %s: %s", at, what, err.Error())
	}
	if obj.GetNamespace() != "" {
		return refuse("%s: %s names the namespace %q: leave metadata.namespace out, the grader chooses it", at, what, obj.GetNamespace())
	}
	if obj.GetName() == OwnName {
		return refuse("%s: %s has the name of the grader's own objects: give it another one", at, what)
	}
	for _, meta := range metadataIn(obj) {
		if err := checkMetadata(at, what, meta); err != nil {
			return err
		}
	}
	if ips, _, _ := unstructured.NestedSlice(obj.Object, "spec", "externalIPs"); obj.GetKind() == "Service" && len(ips) > 0 {
		return refuse("%s: %s has spec.externalIPs, which would take addresses from others", at, what)
	}
	for _, spec := range PodSpecs(obj) {
		if why := escapes(spec, o.Security); why != "" {
			return refuse("%s: %s %s", at, what, why)
		}
	}
	return nil
}

// PodSpecs returns the specs of the pods in an object: its own, or those in its templates. They are the object's own maps.
func PodSpecs(obj *unstructured.Unstructured) (all []map[string]any) {
	for _, path := range [][]string{{"spec"}, {"spec", "template", "spec"}, {"spec", "jobTemplate", "spec", "template", "spec"}} {
		spec, _, _ := unstructured.NestedFieldNoCopy(obj.Object, path...)
		if fields, is := spec.(map[string]any); is {
			all = append(all, fields)
		}
	}
	return all
}

// metadataIn returns the metadata of an object, and of all objects created from templates in it: controllers copy finalizers
// and labels from there.
func metadataIn(obj *unstructured.Unstructured) []*unstructured.Unstructured {
	all := []*unstructured.Unstructured{obj}
	for _, path := range [][]string{{"spec", "template"}, {"spec", "jobTemplate"}, {"spec", "jobTemplate", "spec", "template"}} {
		if template, _, err := unstructured.NestedMap(obj.Object, path...); err == nil && template != nil {
			all = append(all, &unstructured.Unstructured{Object: template})
		}
	}
	claims, _, _ := unstructured.NestedSlice(obj.Object, "spec", "volumeClaimTemplates")
	for _, claim := range maps(claims) {
		all = append(all, &unstructured.Unstructured{Object: claim})
	}
	return all
}

func checkMetadata(at, what string, meta *unstructured.Unstructured) error {
	if len(meta.GetFinalizers()) > 0 {
		return refuse("%s: %s has finalizers, which would block its deletion: leave them out", at, what)
	}
	if len(meta.GetOwnerReferences()) > 0 {
		return refuse("%s: %s has ownerReferences: leave them out", at, what)
	}
	for _, keys := range []map[string]string{meta.GetLabels(), meta.GetAnnotations()} {
		for key := range keys {
			if strings.HasPrefix(key, ownPrefix) {
				return refuse("%s: %s has the label or annotation %q, which is the grader's own", at, what, key)
			}
		}
	}
	return nil
}

// Privileged is the Pod Security level that allows everything.
const Privileged = "privileged"

// escapes returns why a pod spec reaches out of its containers, or "" if it does not. The cluster's Pod Security refuses more.
func escapes(spec map[string]any, level string) string {
	if level == Privileged {
		return ""
	}
	for field, what := range map[string]string{"hostNetwork": "the node's network", "hostPID": "the node's processes", "hostIPC": "the node's shared memory"} {
		if spec[field] == true {
			return "asks for " + what + " (" + field + "), which is not allowed here"
		}
	}
	if _, is := spec["nodeName"].(string); is {
		return "names its node (nodeName), past the scheduler: use nodeSelector or affinity"
	}
	if name, _ := spec["priorityClassName"].(string); name != "" || !zero(spec["priority"]) {
		return "has a priority (priorityClassName, priority), which would take the places of other pods: leave it out"
	}
	for _, v := range maps(spec["volumes"]) {
		if v["hostPath"] != nil {
			return "mounts a folder of the node (hostPath), which is not allowed here"
		}
	}
	for _, list := range []string{"initContainers", "containers", "ephemeralContainers"} {
		for _, c := range maps(spec[list]) {
			if why := containerEscapes(c); why != "" {
				return why
			}
		}
	}
	return ""
}

// zero reports whether a number is 0, which is what pods without a priority have, or missing.
func zero(number any) bool { return number == nil || fmt.Sprint(number) == "0" }

func containerEscapes(c map[string]any) string {
	security, _ := c["securityContext"].(map[string]any)
	if security["privileged"] == true {
		return "has a privileged container, which is not allowed here"
	}
	for _, port := range maps(c["ports"]) {
		if port["hostPort"] != nil {
			return "takes a port of the node (hostPort): use a Service"
		}
	}
	return ""
}

// maps returns the items of a list that are maps.
func maps(list any) []map[string]any {
	items, _ := list.([]any)
	var all []map[string]any
	for _, item := range items {
		if m, is := item.(map[string]any); is {
			all = append(all, m)
		}
	}
	return all
}
