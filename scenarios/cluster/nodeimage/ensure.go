package nodeimage

import (
	"context"
	"errors"
	"fmt"
	"syscall"

	"sigs.k8s.io/kind/pkg/apis/config/defaults"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// Ensure returns a node image. A published one may still have to be pulled,
// which kind does; a built one is in Docker when Ensure returns. Docker must
// answer. Faults of the machine (no registry, no root, no space) are
// *host.EnvironmentError.
func Ensure(ctx context.Context, opts Options) (*Image, error) {
	e := &ensurer{opts: opts, progress: opts.Progress}
	if e.progress == nil {
		e.progress = silent{}
	}
	source, err := ParseSource(string(opts.Source))
	if err != nil {
		return nil, err
	}
	e.progress.Step("choose the node image")
	switch source {
	case Published:
		return e.published(ctx)
	case Built:
		in, err := readInputs(ctx, opts.Checkout)
		if err != nil {
			return nil, cannotBuild(err)
		}
		return e.built(ctx, in, "asked for")
	default:
		return e.auto(ctx)
	}
}

type ensurer struct {
	opts     Options
	progress Progress
}

// auto asks a registry only when neither image is in Docker: the answer then
// stays the same from run to run, and so does the cluster.
func (e *ensurer) auto(ctx context.Context) (*Image, error) {
	present, err := inDocker(ctx, defaults.Image)
	if err != nil {
		return nil, err
	}
	if present {
		return e.choosePublished("it is in Docker already"), nil
	}
	in, inputsErr := readInputs(ctx, e.opts.Checkout)
	if inputsErr == nil {
		if present, err = inDocker(ctx, in.ref()); err != nil {
			return nil, err
		}
		if present {
			return e.built(ctx, in, "it is in Docker already")
		}
	}
	silence := host.Registry(ctx, defaults.Image)
	switch {
	case silence == nil:
		return e.choosePublished("a registry answers"), nil
	case ctx.Err() != nil:
		return nil, silence
	case inputsErr != nil:
		return nil, cannotBuild(errors.Join(silence, inputsErr))
	}
	return e.built(ctx, in, "no registry answers")
}

func (e *ensurer) published(ctx context.Context) (*Image, error) {
	present, err := inDocker(ctx, defaults.Image)
	if err != nil {
		return nil, err
	}
	if present {
		return e.choosePublished("it is in Docker already"), nil
	}
	if err := host.Registry(ctx, defaults.Image); err != nil {
		return nil, &host.EnvironmentError{Doing: "get the published node image", Err: err,
			Advice: "connect this machine to the registry, or have the image built (source \"built\" or \"auto\")"}
	}
	return e.choosePublished("a registry answers"), nil
}

func (e *ensurer) choosePublished(why string) *Image {
	e.progress.Done(fmt.Sprintf("published, %s: %s", why, defaults.Image))
	return &Image{Ref: defaults.Image, Source: Published, KubernetesVersion: versionOfTag(defaults.Image)}
}

// built returns the image of these inputs, and builds it when it is not there.
func (e *ensurer) built(ctx context.Context, in *inputs, why string) (*Image, error) {
	present, err := inDocker(ctx, in.ref())
	if err != nil {
		return nil, err
	}
	e.progress.Done(fmt.Sprintf("built on this machine, %s: %s", why, in.ref()))
	if !present {
		if err := e.build(ctx, in); err != nil {
			return nil, buildFailed(err)
		}
	}
	return inspectBuilt(ctx, in.ref())
}

func cannotBuild(err error) error {
	return &host.EnvironmentError{Doing: "get a node image", Err: err,
		Advice: "connect this machine to an image registry, or run this as root on Debian inside a checkout of gherkind, where the image can be built"}
}

// buildFailed tells a machine that cannot build from a recipe that is wrong.
func buildFailed(err error) error {
	var environment *host.EnvironmentError
	switch {
	case errors.As(err, &environment):
		return err
	case errors.Is(err, syscall.ENOSPC):
		return &host.EnvironmentError{Doing: "build the node image", Err: err,
			Advice: "the disk is full: free some space (docker system df shows what Docker holds) and run this again; what was complete is kept"}
	}
	return fmt.Errorf("build the node image: %w", err)
}
