package kube

import (
	"maps"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/kubernetes/scheme"
)

// The output of kubectl get -o yaml contains fields that belong to the server: it refuses some of them, and others apply only
// to the cluster they come from. They are removed, so that such output can be applied.

// serverMetadata are fields that a manifest never sets.
var serverMetadata = []string{
	"managedFields", "resourceVersion", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink",
}

// serverAnnotations are written by kubectl and by controllers.
var serverAnnotations = []string{
	"kubectl.kubernetes.io/last-applied-configuration", "deployment.kubernetes.io/revision", "deployment.kubernetes.io/desired-replicas",
	"deployment.kubernetes.io/max-replicas", "deprecated.daemonset.template.generation", "pv.kubernetes.io/bind-completed",
	"pv.kubernetes.io/bound-by-controller", "volume.kubernetes.io/selected-node", "volume.kubernetes.io/storage-provisioner",
	"volume.beta.kubernetes.io/storage-provisioner", "batch.kubernetes.io/job-tracking",
}

// jobLabels are those that the server gives a Job and its pods.
var jobLabels = []string{"controller-uid", "job-name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name"}

// exported reports whether an object was printed by a server: nobody writes these fields by hand.
func exported(obj *unstructured.Unstructured) bool {
	return obj.GetUID() != "" || obj.GetResourceVersion() != "" || len(obj.GetManagedFields()) > 0
}

// Exported returns an object as it would be in a manifest made from kubectl get -o yaml: a copy without the server's fields.
func Exported(obj *unstructured.Unstructured) *unstructured.Unstructured {
	own := obj.DeepCopy()
	withoutServerFields(own)
	return own
}

// withoutServerFields removes the fields that belong to the server.
func withoutServerFields(obj *unstructured.Unstructured) {
	printed := exported(obj)
	meta, ok := nested(obj.Object, "metadata")
	if !ok {
		return
	}
	without(meta, serverMetadata...)
	if !printed {
		return
	}
	prune(meta, "annotations", serverAnnotations...)
	delete(meta, "ownerReferences") // the owners have other UIDs here: the object would be garbage-collected at once
	withoutFinalizers(meta)
	if scheme.Scheme.Recognizes(obj.GroupVersionKind()) {
		delete(obj.Object, "status")
	}
	if spec, ok := nested(obj.Object, "spec"); ok {
		withoutServerSpec(obj.GetAPIVersion()+" "+obj.GetKind(), meta, spec)
	}
}

// withoutFinalizers removes the finalizers of Kubernetes' own controllers, which set them again where needed.
func withoutFinalizers(meta map[string]any) {
	all, ok := meta["finalizers"].([]any)
	if !ok {
		return
	}
	own := slices.DeleteFunc(all, func(item any) bool {
		name, text := item.(string)
		return text && finalizerOfKubernetes(name)
	})
	if meta["finalizers"] = own; len(own) == 0 {
		delete(meta, "finalizers")
	}
}

// finalizerOfKubernetes decides by the domain. Names without one belong to the API server (foregroundDeletion, orphan).
func finalizerOfKubernetes(name string) bool {
	domain, _, qualified := strings.Cut(name, "/")
	return !qualified || domain == "kubernetes.io" || domain == "k8s.io" ||
		strings.HasSuffix(domain, ".kubernetes.io") || strings.HasSuffix(domain, ".k8s.io")
}

// withoutServerSpec removes what the server has set for one particular cluster.
func withoutServerSpec(kind string, meta, spec map[string]any) {
	switch kind {
	case "v1 Service":
		if spec["clusterIP"] != "None" {
			without(spec, "clusterIP", "clusterIPs")
		}
		without(spec, "healthCheckNodePort")
	case "v1 Pod":
		without(spec, "nodeName", "priority")
		withoutToken(spec)
	case "v1 PersistentVolumeClaim":
		without(spec, "volumeName")
	case "v1 PersistentVolume":
		if claim, ok := nested(spec, "claimRef"); ok {
			without(claim, "uid", "resourceVersion")
		}
	case "batch/v1 Job":
		if spec["manualSelector"] == true {
			return
		}
		without(spec, "selector")
		prune(meta, "labels", jobLabels...)
		if template, ok := nested(spec, "template", "metadata"); ok {
			prune(template, "labels", jobLabels...)
		}
	}
}

// withoutToken removes the volume with the token of a service account from a pod: each pod gets its own.
func withoutToken(spec map[string]any) {
	token := func(item any, key string) bool {
		fields, ok := item.(map[string]any)
		name, text := fields[key].(string)
		return ok && text && strings.HasPrefix(name, "kube-api-access-")
	}
	drop := func(from map[string]any, list string) {
		if items, ok := from[list].([]any); ok {
			from[list] = slices.DeleteFunc(items, func(item any) bool { return token(item, "name") })
		}
	}
	drop(spec, "volumes")
	for _, containers := range []string{"initContainers", "containers", "ephemeralContainers"} {
		eachMap(spec[containers], func(c map[string]any) { drop(c, "volumeMounts") })
	}
}

func without(from map[string]any, keys ...string) {
	maps.DeleteFunc(from, func(key string, _ any) bool { return slices.Contains(keys, key) })
}

// prune removes keys from a map, and the map itself if it becomes empty.
func prune(from map[string]any, name string, keys ...string) {
	inner, ok := from[name].(map[string]any)
	if !ok {
		return
	}
	if without(inner, keys...); len(inner) == 0 {
		delete(from, name)
	}
}

// madeByOthers reports whether a controller creates an exported object from another object of the manifest, or the cluster
// creates it in each namespace.
func madeByOthers(obj *unstructured.Unstructured, all []Document) bool {
	if !exported(obj) {
		return false
	}
	if obj.GetKind() == "ConfigMap" && obj.GetName() == "kube-root-ca.crt" {
		return true
	}
	return slices.ContainsFunc(obj.GetOwnerReferences(), func(owner metav1.OwnerReference) bool {
		return owner.Controller != nil && *owner.Controller && slices.ContainsFunc(all, func(d Document) bool {
			return d.Object.GetAPIVersion() == owner.APIVersion && d.Object.GetKind() == owner.Kind && d.Object.GetName() == owner.Name && d.Object.GetNamespace() == obj.GetNamespace()
		})
	})
}
