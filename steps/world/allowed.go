package world

import (
	"context"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/gherkind/gherkind/internal/kube"
)

// allowed are the objects that scenarios may change although they have not created them.
type allowed map[string]bool

// AllowedName returns the name of an object in Options.AllowChanges: kind/name in lower case, with the API group unless it is
// the core group.
func AllowedName(ref kube.Ref) string {
	kind := strings.ToLower(schema.GroupKind{Group: ref.Kind.GVK.Group, Kind: ref.Kind.GVK.Kind}.String())
	return kind + "/" + ref.Name
}

// Allow permits scenarios to change cluster-scoped objects that they have not created, each named as kind/name. These changes
// are not undone.
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

// Allows reports whether scenarios may change an object that they have not created.
func (r *Run) Allows(ref kube.Ref) bool { return !ref.Kind.Namespaced && r.allowed[AllowedName(ref)] }
