package nodeimage

import (
	"context"
	"regexp"

	"github.com/gherkind/gherkind/internal/cluster/registry"
)

// theirs is a node image that somebody else has made and published.
type theirs struct {
	name   string // where it is published
	mirror registry.Mirror
	ref    string         // as Docker has it, or gets it
	pull   *registry.Pull // on its way; nil when it is in Docker
}

// inDocker looks under both names: whoever has pulled it once needs no mirror any more.
func (t *theirs) inDocker(ctx context.Context) (bool, error) {
	for _, t.ref = range []string{t.name, t.mirror.Of(t.name)} {
		if there, err := inDocker(ctx, t.ref); err != nil || there {
			return there, err
		}
	}
	return false, nil
}

// ask begins the pull. Where the image may be built instead, a registry has less time to answer.
func (t *theirs) ask(ctx context.Context, source Source) (err error) {
	patience := registry.Long
	if source == Auto {
		patience = registry.Brief
	}
	t.pull, err = registry.Begin(ctx, t.ref, patience)
	return err
}

// arrive waits for what is on its way.
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

// versionOfTag reads the version out of "kindest/node:v1.37.0@sha256:…".
func versionOfTag(ref string) string {
	match := regexp.MustCompile(`:(v[0-9]+\.[0-9]+\.[0-9]+)`).FindStringSubmatch(ref)
	if match == nil {
		return ""
	}
	return match[1]
}
