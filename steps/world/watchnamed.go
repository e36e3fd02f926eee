package world

import (
	"context"

	"github.com/gherkind/gherkind/internal/kube"
)

// WatchNamed looks a kind up by one of its names and watches it. When it returns, the objects that there are have been
// received, so that none seen means none there.
func (w *World) WatchNamed(ctx context.Context, name string) (kube.Kind, error) {
	kind, err := w.Run.Client.KindByName(ctx, name)
	if err != nil {
		return kube.Kind{}, err
	}
	return kind, w.Watch(ctx, kind)
}
