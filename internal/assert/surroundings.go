package assert

import (
	"context"
	"errors"
	"maps"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/collect"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// surroundings adds to the observations of a scenario what is not watched for it: the classes that an Ingress may name, and
// whether the network enforces policies. The absence of a Service counts for an Ingress, because Services have been watched
// since before the Ingress was applied.
func surroundings(ctx context.Context, w *world.World, f *explain.Facts) {
	if hasKind(f.Objects, "Ingress") {
		f.Listed = append(f.Listed, "Service")
		if classes := classesOf(ctx, w); classes != nil {
			f.Objects, f.Listed = append(f.Objects, classes...), append(f.Listed, "IngressClass")
		}
	}
	if hasKind(f.Objects, "NetworkPolicy") {
		f.Network = network(ctx, w)
	}
}

func hasKind(objects []*unstructured.Unstructured, kind string) bool {
	return slices.ContainsFunc(objects, func(o *unstructured.Unstructured) bool {
		gvk := o.GroupVersionKind()
		return gvk.Kind == kind && gvk.Group == "networking.k8s.io"
	})
}

func classesOf(ctx context.Context, w *world.World) []*unstructured.Unstructured {
	raw := world.Recall(ctx, w, world.Question{Kind: world.QuestionClasses}, func(ctx context.Context) []map[string]any {
		classes := collect.Classes(ctx, w.Run.Client)
		if classes == nil {
			return nil
		}
		out := []map[string]any{}
		for _, o := range classes {
			out = append(out, o.Object)
		}
		return out
	})
	if raw == nil {
		return nil
	}
	out := []*unstructured.Unstructured{}
	for _, o := range raw {
		out = append(out, &unstructured.Unstructured{Object: o})
	}
	return out
}

// network lists the components of the cluster's network, without what the scenario itself runs.
func network(ctx context.Context, w *world.World) []string {
	own := slices.Collect(maps.Values(w.Namespaces()))
	return world.Recall(ctx, w, world.Question{Kind: world.QuestionNetwork}, func(ctx context.Context) []string {
		return collect.Network(ctx, w.Run.Client, own)
	})
}

// WarnOfPolicies warns if a NetworkPolicy is applied and a later step sends requests, but the network enforces no policies:
// a check that traffic stays allowed then proves nothing.
func WarnOfPolicies(ctx context.Context, w *world.World, m *kube.Manifest) {
	policy := func(doc kube.Document) bool {
		return hasKind([]*unstructured.Unstructured{doc.Object}, "NetworkPolicy")
	}
	if w.At() >= w.Scenario.LastAsk || !slices.ContainsFunc(m.Docs, policy) {
		return
	}
	if none := explain.EnforcesNone(network(ctx, w)); none != "" {
		w.Warn("this cluster's network (%s) enforces no NetworkPolicies: that traffic is still allowed shows nothing of the policy", none)
	}
}

// notEnforced explains a failed request that has no other cause by policies that the network does not enforce.
func notEnforced(ctx context.Context, w *world.World, err error) error {
	f, failed := errors.AsType[*explain.Failure](err)
	if !failed || f.Code != "" || f.Why != "" {
		return err
	}
	policies := explain.Facts{}
	w.Timeline.View(func(v observe.View) {
		seen := map[kube.Ref]bool{}
		for _, o := range v.All() {
			if obj := v.Get(o.Ref); obj != nil && !seen[o.Ref] && hasKind([]*unstructured.Unstructured{obj}, "NetworkPolicy") {
				seen[o.Ref], policies.Objects = true, append(policies.Objects, obj)
			}
		}
	})
	if len(policies.Objects) == 0 {
		return err
	}
	policies.Network = network(ctx, w)
	because := explain.NewFailure(f.Want, f.Saw, explain.PoliciesWithoutEffect(policies), f.Err)
	f.Why, f.Code, f.Evidence = because.Why, because.Code, because.Evidence
	if because.Hint != "" {
		f.Hint = because.Hint
	}
	return err
}
