package cluster

import (
	"context"
	"errors"

	"github.com/gherkind/gherkind/internal/cluster/images"
	"github.com/gherkind/gherkind/internal/cluster/registry"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

func (w desired) loader() images.Loader {
	return images.Loader{Mirror: registry.Mirror(w.options.Registry), Progress: w.options.Progress}
}

// pullPublished pulls the images of the catalogue, so that a registry that does not hand them out is met before there is a
// cluster.
func (w desired) pullPublished(ctx context.Context) error {
	entries, err := images.LoadCatalogue()
	if err != nil || w.image.Source != nodeimage.Published {
		return err
	}
	return w.loader().Pull(ctx, entries)
}

// workloadImages makes the images of the catalogue available in the nodes. A built node image brings them; published ones
// are pulled once and loaded into the nodes that lack them.
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

// Image is one of the user's own, which is loaded into the nodes of a cluster of gherkind's: Docker has it, or it is built, or in an
// archive. A cluster of somebody else's gets none.
type Image = images.Own

// ownImages brings the user's images into the nodes.
func (w desired) ownImages(ctx context.Context, c *Cluster) error {
	names, err := w.loader().LoadOwn(ctx, c.Name, w.options.Images)
	if wrong := (images.Wrong{}); errors.As(err, &wrong) {
		return &OptionError{err}
	}
	c.Images = c.Images.With(names)
	return err
}

// checkImages finds those that are not there, before anything is done.
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
