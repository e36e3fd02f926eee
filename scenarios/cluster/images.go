package cluster

import (
	"context"
	"errors"
	"slices"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/cluster/images"
	"github.com/gherkind/gherkind/internal/cluster/registry"
	"github.com/gherkind/gherkind/internal/runlock/inuse"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

func (w desired) loader() images.Loader {
	return images.Loader{Mirror: registry.Mirror(w.options.Registry), Progress: w.options.Progress, UsedByOthers: w.usedByOthers}
}

// usedByOthers reports whether another run may use images of a repository in the cluster. What runs of other machines and users
// use is not known.
func (w desired) usedByOthers(ctx context.Context, repository string) bool {
	here, err := inuse.Of(w.options.Name)
	if err != nil {
		return true
	}
	known := []string{w.options.Run}
	for _, run := range here {
		if run.ID != w.options.Run && run.MayUse(repository) {
			return true
		}
		known = append(known, run.ID)
	}
	have, err := docker.OfCluster(ctx, w.options.Name)
	if err != nil {
		return true
	}
	leased, answers := w.leased(ctx, have)
	return !answers || slices.ContainsFunc(leased, func(run string) bool { return !slices.Contains(known, run) })
}

// pullPublished pulls the images of the catalogue, so that a failing registry is noticed before a cluster is created.
func (w desired) pullPublished(ctx context.Context) error {
	entries, err := images.LoadCatalogue()
	if err != nil || w.image.Source != nodeimage.Published {
		return err
	}
	return w.loader().Pull(ctx, entries)
}

// workloadImages makes the images of the catalogue available in the nodes. A built node image contains them; published ones are
// pulled once and loaded into the nodes that do not have them.
func (w desired) workloadImages(ctx context.Context, c *Cluster) error {
	entries, err := images.LoadCatalogue()
	if err != nil {
		return err
	}
	c.Images = entries.Resolve(w.image.Contents, c.present, "")
	if w.image.Source != nodeimage.Published {
		return nil
	}
	return w.loader().LoadAll(ctx, entries, c.Name)
}

// Image is an image of the user that is loaded into the nodes of gherkind's own cluster: it is in Docker or in an archive, or is
// built. It is not loaded into external clusters.
type Image = images.Own

// ownImages loads the user's images into the nodes.
func (w desired) ownImages(ctx context.Context, c *Cluster) error {
	names, err := w.loader().LoadOwn(ctx, c.Name, w.options.Images)
	if wrong := (images.Wrong{}); errors.As(err, &wrong) {
		return &OptionError{err}
	}
	c.Images = c.Images.With(names)
	return err
}

// checkImages finds missing files of images before anything is done.
func (o Options) checkImages() error {
	if o.Foreign() {
		return nil
	}
	var errs []error
	for _, image := range o.Images {
		errs = append(errs, image.Check())
	}
	if err := errors.Join(errs...); err != nil {
		return &OptionError{err}
	}
	return nil
}
