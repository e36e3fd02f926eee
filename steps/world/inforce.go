package world

import (
	"context"
	"fmt"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

var quotaKind = schema.GroupKind{Kind: "ResourceQuota"}

// awaitInForce waits until the cluster enforces a ResourceQuota. Admission uses the status of the quota, which its controller
// writes after the quota was accepted: objects created before that are not limited at all
// (https://kubernetes.io/docs/concepts/policy/resource-quotas/). The timeline must already contain the write.
func (w *World) awaitInForce(ctx context.Context, ref kube.Ref) error {
	if ref.Kind.GVK.GroupKind() != quotaKind {
		return nil
	}
	ctx, cancel := observe.OwnTime(ctx, w.Run.Timeouts.Watch)
	defer cancel()
	err := w.Timeline.Until(ctx, func(v observe.View) observe.Verdict {
		quota := v.Get(ref)
		return observe.Verdict{Met: quota == nil || sameQuantities(hard(quota, "spec"), hard(quota, "status")), Saw: "its status has other limits than its spec"}
	})
	if err != nil {
		return &notMade{fmt.Errorf("await the status of %s, without which it limits nothing (is the controller manager running?): %w", ref, err)}
	}
	return nil
}

// upToQuotas splits the documents after each ResourceQuota: its write returns when it is enforced, so the following documents
// of the manifest are admitted against it.
func upToQuotas(docs []kube.Document) [][]kube.Document {
	var parts [][]kube.Document
	begin := 0
	for i, doc := range docs {
		if doc.Object.GroupVersionKind().GroupKind() == quotaKind || i == len(docs)-1 {
			parts, begin = append(parts, docs[begin:i+1]), i+1
		}
	}
	return parts
}

func hard(quota *unstructured.Unstructured, of string) map[string]any {
	limits, _, _ := unstructured.NestedMap(quota.Object, of, "hard") // the OpenAPI schema allows only a map here
	return limits
}

func sameQuantities(a, b map[string]any) bool {
	if len(a) != len(b) {
		return false
	}
	for name, one := range a {
		other, is := b[name]
		if !is || !sameQuantity(fmt.Sprint(one), fmt.Sprint(other)) {
			return false
		}
	}
	return true
}

func sameQuantity(a, b string) bool {
	one, err := resource.ParseQuantity(a)
	if err != nil {
		return a == b
	}
	other, err := resource.ParseQuantity(b)
	return err == nil && one.Cmp(other) == 0
}
