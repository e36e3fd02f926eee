package nodeimage

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe"
)

// EnvoyImage is the image that kind uses for the load balancer of several control planes. kind supports no other name, and does
// not export this one.
const EnvoyImage = "docker.io/envoyproxy/envoy:v1.36.2"

// balancers is the repository of gherkind's replacement for it.
const balancers = "gherkind.local/load-balancer"

// LoadBalancer makes sure that Docker has the image that kind needs for a cluster with several control planes. With a built node
// image, a replacement gets its name until undo is called; undo is never nil. If Docker has the real image, it is not changed.
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

// makeBalancer creates an image from the node image with another entrypoint: the node image contains the program, and the bash
// with which kind starts it.
func makeBalancer(ctx context.Context, node, ref string) error {
	id, err := docker(ctx, "create", "--entrypoint", "/bin/true", node)
	if err != nil {
		return err
	}
	const about = "a stand-in for Envoy that passes TCP on to healthy API servers, for machines that cannot pull the real one"
	_, err = docker(ctx, "commit",
		"--change", `ENTRYPOINT ["/usr/bin/env"]`, // runs kind's command; Docker cannot commit an empty entrypoint
		"--change", "ENV PATH="+recipe.BalancerPath+":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"--change", "LABEL org.opencontainers.image.title=load-balancer org.opencontainers.image.description="+strconv.Quote(about)+
			" "+labelStage+"="+stageBalancer,
		id, ref)
	if _, removed := docker(context.WithoutCancel(ctx), "rm", id); err == nil {
		err = removed
	}
	return err
}
