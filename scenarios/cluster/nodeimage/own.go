package nodeimage

import (
	"context"
	"errors"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/kubeversion"
	"github.com/gherkind/gherkind/scenarios/cluster/gomodule"
)

// own is the image that this machine builds, or has built.
type own struct {
	ref  string
	in   *inputs // nil without a checkout, which is needed to build
	note string  // a note for the user
	err  error   // why there is no image
}

// findOwn returns the image of a version as described by the checkout. Without a checkout, it is the image of that version that
// was built last on this machine.
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

// inDocker reports whether the image exists. If there is no image at all, the reason is reported when it should be built.
func (o own) inDocker(ctx context.Context) (bool, error) {
	if o.ref == "" {
		return false, nil
	}
	return inDocker(ctx, o.ref)
}
