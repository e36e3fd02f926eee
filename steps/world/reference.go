package world

import (
	"context"

	"github.com/gherkind/gherkind/internal/kube"
)

// Reference is an object as a step names it: a kind as in kubectl, and a name, which may begin with a namespace of the scenario
// ("mem2/web").
type Reference struct{ Kind, Name string }

// Resolve finds the object to which a reference in the scenario refers, and watches its kind.
func (r Reference) Resolve(ctx context.Context, w *World) (kube.Ref, error) {
	return w.Resolve(ctx, r.Kind, r.Name)
}
