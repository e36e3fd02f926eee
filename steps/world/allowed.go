package world

import (
	"context"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
)

// allowed is what scenarios may change though they have not made it.
type allowed map[string]bool

// AllowedName returns the name of an object in Options.AllowChanges: kind/name in lower case, with the API group unless it is the core group.
func AllowedName(ref kube.Ref) string {
	kind := strings.ToLower(schema.GroupKind{Group: ref.Kind.GVK.Group, Kind: ref.Kind.GVK.Kind}.String())
	return kind + "/" + ref.Name
}

// Allow lets scenarios change cluster-scoped objects that they have not made, each named as kind/name. Nothing of that
// is undone.
func (r *Run) Allow(ctx context.Context, names []string) error {
	r.allowed = allowed{}
	for _, each := range names {
		kindName, name, ok := strings.Cut(each, "/")
		if !ok || kindName == "" || name == "" || strings.Contains(name, "/") {
			return fmt.Errorf("%q is not an object: write its kind, a slash and its name, as in clusterrole/viewer", each)
		}
		kind, err := r.Client.KindByName(ctx, kindName)
		if err != nil {
			return fmt.Errorf("%q: %w", each, err)
		}
		if kind.Namespaced {
			return fmt.Errorf("%q: objects of kind %s are in namespaces, and a step changes only those in namespaces of its scenario", each, kind)
		}
		r.allowed[AllowedName(kube.Ref{Kind: kind, Name: name})] = true
	}
	return nil
}

// Allows tells whether scenarios may change an object that they have not made.
func (r *Run) Allows(ref kube.Ref) bool { return !ref.Kind.Namespaced && r.allowed[AllowedName(ref)] }
