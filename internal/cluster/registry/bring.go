package registry

import (
	"context"
	"fmt"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// Bring makes sure that Docker has a published image under its own name, and pulls it from its registry or the mirror if
// necessary. Errors are a *host.EnvironmentError.
func Bring(ctx context.Context, image string, mirror Mirror, progress host.Progress) error {
	if docker.HasImage(ctx, image) {
		return nil
	}
	from := mirror.Of(image)
	if from != image && docker.HasImage(ctx, from) { // already there under that name, which is kept
		return docker.Tag(ctx, from, image)
	}
	progress.Step("pull " + from)
	p, err := Begin(ctx, from, Long)
	if err != nil {
		return err
	}
	if err := p.Wait(func(news string) { progress.Info(from + ": " + news) }); err != nil {
		return err
	}
	progress.Done("")
	if from == image {
		return nil
	}
	if err := docker.Tag(ctx, from, image); err != nil {
		return err
	}
	if err := docker.Untag(ctx, from); err != nil {
		return fmt.Errorf("remove the tag %s: %w", from, err)
	}
	return nil
}
