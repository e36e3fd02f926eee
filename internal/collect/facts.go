package collect

import (
	"context"
	"fmt"
	"maps"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
)

// kinds are the kinds that explanations use.
var kinds = []schema.GroupVersionKind{
	{Version: "v1", Kind: "Pod"},
	{Version: "v1", Kind: "Event"},
	{Version: "v1", Kind: "Service"},
	{Version: "v1", Kind: "PersistentVolumeClaim"},
	{Version: "v1", Kind: "Node"},
	{Version: "v1", Kind: "Namespace"},
	{Group: "apps", Version: "v1", Kind: "Deployment"},
	{Group: "apps", Version: "v1", Kind: "ReplicaSet"},
	{Group: "apps", Version: "v1", Kind: "StatefulSet"},
	{Group: "apps", Version: "v1", Kind: "DaemonSet"},
	{Group: "batch", Version: "v1", Kind: "Job"},
	{Group: "discovery.k8s.io", Version: "v1", Kind: "EndpointSlice"},
}

// Facts reads the current objects of a namespace once, for an explanation, and the logs of its pods that are not ready. missing
// names the kinds that could not be read, mostly for lack of permission: an explanation does without them as far as possible.
func Facts(ctx context.Context, client *kube.Client, namespace string) (facts explain.Facts, missing []error) {
	facts = explain.Facts{Logs: map[string]string{}}
	for _, gvk := range kinds {
		kind, err := client.Kind(ctx, gvk)
		if err == nil {
			var list []*unstructured.Unstructured
			if list, err = client.List(ctx, kind, namespace); err == nil {
				facts.Objects = append(facts.Objects, list...)
			}
		}
		if err != nil {
			missing = append(missing, fmt.Errorf("without %ss: %w", gvk.Kind, err))
			continue
		}
		facts.Listed = append(facts.Listed, gvk.Kind)
	}
	for _, obj := range facts.Objects {
		if pod := Unready(obj); pod != nil {
			maps.Copy(facts.Logs, Logs(ctx, client, pod))
		}
	}
	facts.Now = time.Now()
	return facts, missing
}

// Unready returns the object as a pod if its log may say why it is not ready, or was not at some time; otherwise nil.
func Unready(obj *unstructured.Unstructured) *corev1.Pod {
	if obj.GetKind() != "Pod" {
		return nil
	}
	pod := kube.As[corev1.Pod](obj)
	if pod == nil {
		return nil
	}
	for _, c := range pod.Status.ContainerStatuses {
		if !c.Ready || c.RestartCount > 0 {
			return pod
		}
	}
	return nil
}
