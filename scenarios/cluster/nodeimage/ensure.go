package nodeimage

import (
	"context"
	"errors"
	"fmt"
	"syscall"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// Ensure returns a node image, and makes sure that Docker has it. Docker must be running. Faults of the machine (no registry, no
// root privileges, no space) are *host.EnvironmentError.
func Ensure(ctx context.Context, opts Options) (*Image, error) {
	e := &ensurer{progress: &serial{listener: opts.Progress}}
	source, err := ParseSource(string(opts.Source))
	if err != nil {
		return nil, err
	}
	minor, err := Supported(opts.Kubernetes)
	if err != nil {
		return nil, err
	}
	e.progress.Step("choose the node image")
	name, _ := publishedImage(minor)
	if opts.Ref != "" {
		if ours, err := e.builtAs(ctx, opts.Ref); err != nil || ours != nil {
			return ours, err
		}
		name, source = opts.Ref, Published
	}
	own := findOwn(ctx, opts.Checkout, minor)
	theirs := theirs{name: name, mirror: opts.Mirror}
	source, why, err := choose(source, facts{
		published: func() (bool, error) { return theirs.inDocker(ctx) },
		built:     func() (bool, error) { return own.inDocker(ctx) },
		registry:  func() error { return theirs.ask(ctx, source) },
	})
	switch {
	case err != nil:
		return nil, err
	case source == Published:
		e.progress.Done(fmt.Sprintf("published (%s): %s", why, theirs.ref))
		return theirs.arrive(e.progress)
	case own.err != nil:
		return nil, cannotBuild(why, own.err)
	}
	e.progress.Done(fmt.Sprintf("built on this machine (%s): %s", why+own.note, own.ref))
	if own.in == nil {
		return inspectBuilt(ctx, own.ref)
	}
	return e.built(ctx, own.in)
}

type ensurer struct{ progress Progress }

// builtAs returns the image with that name if Docker has it and its labels show that gherkind built it. Otherwise it returns nil.
func (e *ensurer) builtAs(ctx context.Context, ref string) (*Image, error) {
	if present, err := inDocker(ctx, ref); err != nil || !present {
		return nil, err
	}
	stage, err := docker(ctx, "image", "inspect", "--format", `{{index .Config.Labels "`+labelStage+`"}}`, ref)
	if err != nil || stage != stageFinished {
		return nil, err
	}
	e.progress.Done("the one that is asked for: " + ref)
	return inspectBuilt(ctx, ref)
}

// built returns the image of these inputs, and builds it if it does not exist.
func (e *ensurer) built(ctx context.Context, in *inputs) (*Image, error) {
	present, err := inDocker(ctx, in.ref())
	if err != nil {
		return nil, err
	}
	if !present {
		if err := e.build(ctx, in); err != nil {
			return nil, buildFailed(err)
		}
	}
	return inspectBuilt(ctx, in.ref())
}

func cannotBuild(why string, err error) error {
	return &host.EnvironmentError{Doing: "build the node image (" + why + ")", Err: err,
		Advice: "connect this machine to an image registry, name one with --registry, or run this as root on Debian inside a checkout of gherkind or with --checkout, where the image can be built"}
}

// buildFailed distinguishes a machine that cannot build from an error in the recipe.
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
