package world

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

var (
	quotaKind = schema.GroupKind{Kind: "ResourceQuota"}
	nodeKind  = schema.GroupKind{Kind: "Node"}
)

// inForce is a rule about what has an effect only after a controller has answered the write.
type inForce struct {
	met  func(*unstructured.Unstructured) bool
	saw  string
	late func(kube.Ref, error) error // the error if it is not met in time
}

// quotaInForce: admission uses the status of a ResourceQuota, which its controller writes after the quota was accepted. Objects
// created before that are not limited at all (https://kubernetes.io/docs/concepts/policy/resource-quotas/).
var quotaInForce = &inForce{
	met: func(o *unstructured.Unstructured) bool { return sameQuantities(hard(o, "spec"), hard(o, "status")) },
	saw: "its status has other limits than its spec",
	late: func(ref kube.Ref, err error) error {
		return fmt.Errorf("await the status of %s, without which it limits nothing (is the controller manager running?): %w", ref, err)
	},
}

// cordonInForce: the controller manager taints a cordoned node, and removes the taint when it is uncordoned
// (https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-nodes-by-condition). A scheduler that has
// not seen the cordon still places pods there.
var cordonInForce = &inForce{
	met: cordonFollowed,
	saw: "its taint " + corev1.TaintNodeUnschedulable + " does not agree with its spec.unschedulable",
	late: func(ref kube.Ref, err error) error {
		return fmt.Errorf("await the taint of %s that follows its spec.unschedulable (is the controller manager running?): %w", ref, err)
	},
}

func (w *World) ruleFor(kind schema.GroupKind) *inForce {
	switch {
	case kind == quotaKind:
		return quotaInForce
	case kind == nodeKind && !w.stoppedControl: // otherwise the scenario may have stopped the controller manager
		return cordonInForce
	}
	return nil
}

// awaitInForce waits until the cluster enforces what was written. The timeline must already contain the write.
func (w *World) awaitInForce(ctx context.Context, ref kube.Ref) error {
	rule := w.ruleFor(ref.Kind.GVK.GroupKind())
	if rule == nil {
		return nil
	}
	ctx, cancel := observe.OwnTime(ctx, w.Run.Timeouts.Watch)
	defer cancel()
	err := w.Timeline.Until(ctx, func(v observe.View) observe.Verdict {
		o := v.Get(ref)
		return observe.Verdict{Met: o == nil || rule.met(o), Saw: rule.saw}
	})
	if err != nil {
		return &notMade{rule.late(ref, err)}
	}
	return nil
}

func cordonFollowed(o *unstructured.Unstructured) bool {
	node := kube.As[corev1.Node](o)
	if node == nil {
		return true
	}
	tainted := slices.ContainsFunc(node.Spec.Taints, func(t corev1.Taint) bool {
		return t.Key == corev1.TaintNodeUnschedulable && t.Effect == corev1.TaintEffectNoSchedule
	})
	return tainted == node.Spec.Unschedulable
}

// enforcedFirst splits the documents after each one that decides how others are admitted: its write returns when it is enforced,
// so the following ones are admitted by it. Kinds with one marker, such as a policy and its binding, do not admit each other.
func enforcedFirst(docs []kube.Document) [][]kube.Document {
	var parts [][]kube.Document
	begin := 0
	for i, doc := range docs {
		if i == len(docs)-1 || admits(doc) && !sameMarker(doc, docs[i+1]) {
			parts, begin = append(parts, docs[begin:i+1]), i+1
		}
	}
	return parts
}

// admits reports whether an object decides how others are admitted. Roles do not: what they grant is asked later.
func admits(doc kube.Document) bool {
	gk := groupKind(doc)
	return gk == quotaKind || gk.Group != rbacv1.GroupName && markerFor(gk) != nil
}

func sameMarker(a, b kube.Document) bool {
	marker := markerFor(groupKind(a))
	return marker != nil && marker == markerFor(groupKind(b))
}

func groupKind(doc kube.Document) schema.GroupKind { return doc.Object.GroupVersionKind().GroupKind() }

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
