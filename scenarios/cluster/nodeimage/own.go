package nodeimage

import (
	"context"
	"errors"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/kubeversion"
	"github.com/gherkind/gherkind/scenarios/cluster/gomodule"
)

// own is the image that this machine builds for itself, or has built.
type own struct {
	ref  string
	in   *inputs // nil where there is no checkout, and so nothing to build from
	note string  // what to say of it
	err  error   // why there is none
}

// findOwn takes the image of a version that the checkout describes. Outside of any checkout it is
// the last one of that version that was built here: nothing there says that another is wanted.
func findOwn(ctx context.Context, checkout string, minor kubeversion.Minor) own {
	in, err := readInputs(ctx, checkout, minor)
	if err == nil {
		return own{ref: in.ref(), in: in}
	}
	if !errors.As(err, new(*gomodule.NoCheckoutError)) {
		return own{err: err}
	}
	refs, listErr := docker(ctx, "images", repositoryOf(minor), "--filter", "label="+labelStage+"="+stageFinished, "--format", "{{.Repository}}:{{.Tag}}")
	if listErr != nil {
		return own{err: errors.Join(err, listErr)}
	}
	if newest, _, _ := strings.Cut(refs, "\n"); newest != "" {
		return own{ref: newest, note: "; the last one built, as no checkout of gherkind is here"}
	}
	return own{err: err}
}

// inDocker reports whether there is nothing to build. Why there is no image at all is said when it comes
// to building.
func (o own) inDocker(ctx context.Context) (bool, error) {
	if o.ref == "" {
		return false, nil
	}
	return inDocker(ctx, o.ref)
}
