package nodeimage

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe"
)

// EnvoyImage is what kind starts in front of several control planes. kind takes
// no other name, and exports this one nowhere.
const EnvoyImage = "docker.io/envoyproxy/envoy:v1.36.2"

// balancers is the repository of our stand-ins for it.
const balancers = "gherkind.local/load-balancer"

// LoadBalancer makes sure of the image that kind wants for a cluster with
// several control planes and a built node image: a stand-in gets its name, until
// undo is called; undo is never nil. A real one that Docker has is left as it is.
func LoadBalancer(ctx context.Context, image *Image) (undo func(context.Context) error, err error) {
	undo = func(context.Context) error { return nil }
	there, err := inDocker(ctx, EnvoyImage)
	if err != nil || there {
		return undo, err
	}
	_, tag, _ := strings.Cut(image.Ref, ":")
	ref := balancers + ":" + tag
	if there, err = inDocker(ctx, ref); err == nil && !there {
		err = makeBalancer(ctx, image.Ref, ref)
	}
	if err != nil {
		return undo, fmt.Errorf("make the image of the load balancer: %w", err)
	}
	if _, err := docker(ctx, "tag", ref, EnvoyImage); err != nil {
		return undo, fmt.Errorf("name the image of the load balancer: %w", err)
	}
	return func(ctx context.Context) error {
		_, err := docker(ctx, "rmi", "--no-prune", EnvoyImage)
		return err
	}, nil
}

// makeBalancer gives the node image another start: it has the program, and the
// bash that kind starts it with.
func makeBalancer(ctx context.Context, node, ref string) error {
	id, err := docker(ctx, "create", "--entrypoint", "/bin/true", node)
	if err != nil {
		return err
	}
	const about = "a stand-in for Envoy that passes TCP on to healthy API servers, for machines that cannot pull the real one"
	_, err = docker(ctx, "commit",
		"--change", `ENTRYPOINT ["/usr/bin/env"]`, // runs what kind says; Docker cannot commit an empty one
		"--change", "ENV PATH="+recipe.BalancerPath+":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"--change", "LABEL org.opencontainers.image.title=load-balancer org.opencontainers.image.description="+strconv.Quote(about)+
			" "+labelStage+"="+stageBalancer,
		id, ref)
	if _, removed := docker(context.WithoutCancel(ctx), "rm", id); err == nil {
		err = removed
	}
	return err
}
