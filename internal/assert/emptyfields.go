package assert

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

// null, [] and {} match every absent field, including a misspelt one. The fields of built-in kinds are checked
// before anything runs (steps.FieldsOf); those of custom resources are known to the cluster once it has their definition.

// EmptyFields are the fields that must be empty or absent, each as its path.
func EmptyFields(want any, above []string) (fields [][]string) {
	below := func(key string, inner any) {
		fields = append(fields, EmptyFields(inner, append(slices.Clone(above), key))...)
	}
	switch v := want.(type) {
	case map[string]any:
		for key, inner := range v {
			below(key, inner)
		}
	case []any:
		for _, inner := range v {
			below(kube.AnyItem, inner)
		}
	}
	if len(above) > 0 && isNothing(want) {
		return append(fields, above)
	}
	slices.SortFunc(fields, slices.Compare)
	return fields
}

func isNothing(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case map[string]any:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return false
}

// SureOfFields returns an error if a step is met by absent fields of a custom resource whose schema has no such field: then
// it was met only because of that. If nothing is known of a field and no object of the scenario has it, it warns.
func SureOfFields(ctx context.Context, w *world.World, ref kube.Ref, fields [][]string) error {
	if kube.FormOf(ref.Kind.GVK.Group, ref.Kind.GVK.Kind) != nil {
		return nil
	}
	for _, field := range fields {
		path := strings.Join(field, ".")
		switch known := asksForField(ctx, w, ref.Kind, field); {
		case known == hasNoField:
			return fmt.Errorf("a %s has no field %s, and what is to be absent was absent for that alone: correct its name", ref.Kind, path)
		case known == fieldUnknown && !everSeen(w, ref.Kind, field):
			w.Warn("nothing is known of a field %s of a %s, and no object of the scenario has it: what is to be absent is met by a misspelt field, too", path, ref.Kind)
		}
	}
	return nil
}

// What the cluster's schema says about a field. Older recordings do not contain it.
const (
	hasField     = "it has"
	hasNoField   = "it has not"
	fieldUnknown = "it is not described"
)

// asksForField asks the cluster for its schema of a kind.
func asksForField(ctx context.Context, w *world.World, kind kube.Kind, field []string) string {
	question := world.Question{Kind: world.QuestionField, APIVersion: kind.GVK.GroupVersion().String(), ObjectKind: kind.GVK.Kind, Field: strings.Join(field, ".")}
	return world.Recall(ctx, w, question, func(ctx context.Context) string {
		ctx, cancel := context.WithTimeout(ctx, w.Run.Timeouts.Within(0))
		defer cancel()
		switch known, err := w.Run.Client.Knows(ctx, kube.Unknown{Kind: kind.GVK, Path: field}); {
		case err != nil: // there is no schema yet, or none at all: only a warning is possible
			return fieldUnknown
		case known:
			return hasField
		}
		return hasNoField
	})
}

// everSeen reports whether any object of a kind has or had a field, as far as it is not within a list.
func everSeen(w *world.World, kind kube.Kind, field []string) (seen bool) {
	if i := slices.Index(field, kube.AnyItem); i >= 0 {
		field = field[:i]
	}
	has := func(obj *unstructured.Unstructured) bool {
		_, found, err := unstructured.NestedFieldNoCopy(obj.Object, field...)
		return err == nil && found
	}
	w.Timeline.View(func(v observe.View) {
		seen = slices.ContainsFunc(observe.OfKind(v, kind.GVR.GroupResource(), 0), func(o observe.Observation) bool { return has(o.Object) })
	})
	return seen || slices.ContainsFunc(w.Scenario.Objects, func(obj *unstructured.Unstructured) bool {
		return obj.GroupVersionKind().GroupKind() == kind.GVK.GroupKind() && has(obj)
	})
}
