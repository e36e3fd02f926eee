package nodeimage

import (
	"context"
	"os"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/cluster/host/debian"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe"
)

// mayBuild returns an error if a build would certainly fail.
func mayBuild() error {
	if os.Geteuid() == 0 {
		return nil
	}
	return &host.EnvironmentError{
		Doing:  "build the node image",
		Advice: "run this once as root: Debian's root file system cannot be made without",
	}
}

// prepareHost checks the requirements of a build and installs missing packages.
func (b *build) prepareHost(ctx context.Context) error {
	if err := b.checkSpace(ctx); err != nil {
		return err
	}
	missing, err := debian.Missing(ctx, recipe.BuildPackages()...)
	if err != nil || len(missing) == 0 {
		return err
	}
	b.progress.Step("install what a build needs from Debian: " + strings.Join(missing, " "))
	if err := debian.Install(ctx, missing...); err != nil {
		return &host.EnvironmentError{Doing: "install packages for the build", Advice: "install them by hand: apt-get install " + strings.Join(missing, " "), Err: err}
	}
	b.progress.Done("")
	return nil
}
