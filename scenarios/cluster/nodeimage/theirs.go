package nodeimage

import (
	"context"
	"regexp"

	"github.com/gherkind/gherkind/internal/cluster/registry"
)

// theirs is a node image published by others.
type theirs struct {
	name   string // the published name
	mirror registry.Mirror
	ref    string         // the name in Docker
	pull   *registry.Pull // running pull; nil if Docker has the image
}

// inDocker looks for both names: an image that was pulled once does not need the mirror any more.
func (t *theirs) inDocker(ctx context.Context) (bool, error) {
	for _, t.ref = range []string{t.name, t.mirror.Of(t.name)} {
		if there, err := inDocker(ctx, t.ref); err != nil || there {
			return there, err
		}
	}
	return false, nil
}

// ask starts the pull. If the image can be built instead, the registry has less time to answer.
func (t *theirs) ask(ctx context.Context, source Source) (err error) {
	patience := registry.Long
	if source == Auto {
		patience = registry.Brief
	}
	t.pull, err = registry.Begin(ctx, t.ref, patience)
	return err
}

// arrive waits for the running pull.
func (t *theirs) arrive(progress Progress) (*Image, error) {
	if t.pull != nil {
		progress.Step("pull the node image (a few hundred MB, one time)")
		if err := t.pull.Wait(progress.Info); err != nil {
			return nil, err
		}
		progress.Done("")
	}
	return &Image{Ref: t.ref, Name: t.name, Source: Published, KubernetesVersion: versionOfTag(t.name)}, nil
}

// versionOfTag returns the version in "kindest/node:v1.37.0@sha256:…".
func versionOfTag(ref string) string {
	match := regexp.MustCompile(`:(v[0-9]+\.[0-9]+\.[0-9]+)`).FindStringSubmatch(ref)
	if match == nil {
		return ""
	}
	return match[1]
}
