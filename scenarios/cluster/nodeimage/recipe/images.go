package recipe

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/archive"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
)

// registry is the host part of honest names. Nobody can ever pull from it.
const registry = "gherkind.local"

// NodeImages are the images that lie ready in a node.
type NodeImages struct {
	Images []archive.Image
	// Workloads: logical name ("busybox") → name in the node.
	Workloads map[string]string
	// Relabel: a name that kind's builder insists on → our own name, for images
	// that are not what that name stands for.
	Relabel map[string]string
	// About: name in the node → what it really is.
	About map[string]string
}

// item is one image to be made.
type item struct {
	what    string // one sentence, for a label
	version string // what is in it, as its makers count
	layers  []layer.Layer
	config  archive.Config
	honest  string // our own full name; "" when the required name is true
}

// Assemble makes every required image, and the workload images.
func (p *Parts) Assemble(required []string) (*NodeImages, error) {
	out := &NodeImages{Workloads: map[string]string{}, Relabel: map[string]string{}, About: map[string]string{}}
	system := p.system()
	for _, name := range required {
		it, known := system[base(name)]
		if !known {
			return nil, fmt.Errorf("make the images of a node: %s is required and the recipe has no %q (it knows %s)",
				name, base(name), strings.Join(slices.Sorted(maps.Keys(system)), ", "))
		}
		names := []string{name}
		if it.honest != "" {
			names = append(names, it.honest)
			out.Relabel[name] = it.honest
		}
		out.add(it, names)
	}
	for logical, it := range p.workloads() {
		out.add(it, []string{it.honest})
		out.Workloads[logical] = it.honest
	}
	slices.SortFunc(out.Images, func(a, b archive.Image) int { return strings.Compare(a.Names[0], b.Names[0]) })
	return out, nil
}

func (n *NodeImages) add(it item, names []string) {
	title := names[len(names)-1]
	n.About[title] = it.what
	config := it.config
	config.Labels = map[string]string{
		"org.opencontainers.image.title":       base(title),
		"org.opencontainers.image.description": it.what,
		"org.opencontainers.image.version":     it.version,
		"org.opencontainers.image.vendor":      "gherkind",
	}
	if config.Env == nil {
		config.Env = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
	}
	n.Images = append(n.Images, archive.Image{Names: names, Config: config, Layers: it.layers})
}
