package world

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
)

// Look finds a namespace, which need not be the scenario's: an alias of the scenario takes precedence; any other name is that
// of a namespace in the cluster. It returns the real name of the namespace and a timeline with the objects of a kind in it. For
// a namespace that is not the scenario's, this is a separate timeline, which the caller closes, so that changes by others never
// become part of the scenario's history.
func (w *World) Look(ctx context.Context, kind kube.Kind, name string) (*observe.Timeline, string, error) {
	if own, ok := w.namespaces[name]; ok {
		return w.Timeline, own, nil
	}
	timeline, err := w.backend.look(ctx, w, kind, name)
	return timeline, name, err
}

func (live) look(ctx context.Context, w *World, kind kube.Kind, name string) (*observe.Timeline, error) {
	there := w.foreignNamespaces()
	if !slices.Contains(there, name) {
		return nil, fmt.Errorf("no namespace %q: this scenario has %s, the cluster has %s",
			name, w.aliases(), strings.Join(there, ", "))
	}
	timeline := w.Run.Hub.Timeline(name)
	if err := timeline.Ensure(ctx, kind); err != nil {
		timeline.Close()
		return nil, err
	}
	return timeline, nil
}

// foreignNamespaces returns the namespaces that were not created by a scenario.
func (w *World) foreignNamespaces() (there []string) {
	w.Timeline.View(func(v observe.View) {
		for _, o := range v.All() {
			if o.Ref.Kind.GVK.Kind == "Namespace" && v.Get(o.Ref) != nil && o.Object.GetLabels()[LabelRun] == "" {
				there = append(there, o.Ref.Name)
			}
		}
	})
	slices.Sort(there)
	return slices.Compact(there)
}
