package registry

import (
	"context"
	"fmt"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Bring has a published image in Docker under its own name, and pulls it from its registry or the mirror when it is
// not there. Trouble with that is a *host.EnvironmentError.
func Bring(ctx context.Context, image string, mirror Mirror, progress host.Progress) error {
	if inDocker(ctx, image) {
		return nil
	}
	from := mirror.Of(image)
	if from != image && inDocker(ctx, from) { // somebody has it under that name, and keeps it
		return tag(ctx, from, image)
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
	if err := tag(ctx, from, image); err != nil {
		return err
	}
	if err := command.New("docker", "rmi", "--no-prune", from).Run(ctx); err != nil {
		return fmt.Errorf("take the name %s off: %w", from, err)
	}
	return nil
}

func inDocker(ctx context.Context, image string) bool {
	return command.New("docker", "image", "inspect", image).Run(ctx) == nil
}

func tag(ctx context.Context, from, image string) error {
	if err := command.New("docker", "tag", from, image).Run(ctx); err != nil {
		return fmt.Errorf("name %s %s: %w", from, image, err)
	}
	return nil
}
