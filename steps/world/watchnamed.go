package world

import (
	"context"

	"github.com/gherkind/gherkind/internal/kube"
)

// WatchNamed looks up a kind by one of its names and watches it. When it returns, all existing objects have been received, so
// an object that was not observed does not exist.
func (w *World) WatchNamed(ctx context.Context, name string) (kube.Kind, error) {
	kind, err := w.Run.Client.KindByName(ctx, name)
	if err != nil {
		return kube.Kind{}, err
	}
	return kind, w.Watch(ctx, kind)
}
