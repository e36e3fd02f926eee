package doctor

import (
	"context"
	"errors"
	"fmt"

	"github.com/gherkind/gherkind/internal/cluster/registry"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// ofImages checks whether a registry answers, and says how the node image will be obtained.
func ofImages(ctx context.Context, o cluster.Options, docker *host.Sight) []Finding {
	want := imageOptions(o)
	asked := registry.Ask(ctx, docker.Endpoint.Host, nodeimage.PublishedRef(want))
	prospect, err := nodeimage.Foresee(ctx, want, func(string) error {
		if errors.Is(asked, registry.ErrNotAsked) {
			return nil
		}
		return asked
	})
	return []Finding{ofRegistry(asked, prospect), ofNodeImage(prospect, err)}
}

func imageOptions(o cluster.Options) nodeimage.Options {
	return nodeimage.Options{
		Source: o.Source, Kubernetes: o.Kubernetes, Checkout: o.Checkout, Ref: o.NodeImage, Mirror: registry.Mirror(o.Registry),
	}
}

func ofRegistry(asked error, prospect *nodeimage.Prospect) Finding {
	switch {
	case asked == nil:
		return ok("registry", "it answers, and has the node image")
	case errors.Is(asked, registry.ErrNotAsked):
		return ok("registry", "not asked, as "+asked.Error())
	case prospect != nil && prospect.Present:
		return ok("registry", "not needed, as the node image is in Docker: "+reasonOf(asked))
	case prospect != nil && prospect.Source == nodeimage.Built:
		return ok("registry", "not needed, as the node image is built here: "+reasonOf(asked))
	}
	return troubled(Problem, "registry", asked)
}

// reasonOf returns why a registry does not serve an image, without the image's long name.
func reasonOf(asked error) string {
	if t, is := errors.AsType[*registry.Trouble](asked); is {
		return t.Error()
	}
	return asked.Error()
}

func ofNodeImage(p *nodeimage.Prospect, err error) Finding {
	switch {
	case err != nil:
		return troubled(Problem, "node image", err)
	case p.Present && p.Source == nodeimage.Built:
		return ok("node image", "in Docker, built on this machine: "+p.Ref)
	case p.Present:
		return ok("node image", "in Docker: "+p.Ref)
	case p.Source == nodeimage.Built:
		return warning("node image", fmt.Sprintf("not in Docker, and will be built here, as %s", p.Why),
			"nothing must be done, but it takes a quarter of an hour on two CPUs and up to 10 GiB of disk, once; to do it now, type: gherkind cluster up")
	}
	return ok("node image", "not in Docker yet: a few hundred MB are pulled, one time: "+p.Ref)
}
