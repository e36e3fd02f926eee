package cluster

import (
	"context"

	"github.com/gherkind/gherkind/internal/cluster/images"
	"github.com/gherkind/gherkind/internal/cluster/registry"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

func (w wanted) loader() images.Loader {
	return images.Loader{Mirror: registry.Mirror(w.options.Registry), Progress: w.options.Progress}
}

// pullPublished pulls the images of the catalogue, so that a registry that does not hand them out is met before there is a
// cluster.
func (w wanted) pullPublished(ctx context.Context) error {
	entries, err := images.LoadCatalogue()
	if err != nil || w.image.Source != nodeimage.Published {
		return err
	}
	return w.loader().Pull(ctx, entries)
}

// workloadImages makes the images of the catalogue available in the nodes. A built node image brings them; published ones
// are pulled once and loaded into the nodes that lack them.
func (w wanted) workloadImages(ctx context.Context, c *Cluster) error {
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
