package nodeimage

import (
	"github.com/gherkind/gherkind/internal/cluster/registry"
)

// facts are what the choice depends on. Each is only looked up if it is needed.
type facts struct {
	published func() (bool, error) // the published image is in Docker
	built     func() (bool, error) // the image of these inputs is in Docker
	registry  func() error         // nil: a registry has started to send the published image
}

// choose decides for Auto and says why. It prefers what Docker already has before it asks a registry, so that the result, and
// with it the cluster, does not change from run to run. If a registry answers but does not serve the image, that is an error:
// users who can reach a registry expect the published image.
func choose(source Source, f facts) (Source, string, error) {
	if source == Built {
		return Built, "asked for", nil
	}
	if present, err := f.published(); err != nil || present {
		return Published, "it is in Docker already", err
	}
	if source == Auto {
		if present, err := f.built(); err != nil || present {
			return Built, "it is in Docker already", err
		}
	}
	err := f.registry()
	if err == nil {
		return Published, "a registry answers", nil
	}
	if said, silent := registry.Silence(err); silent && source == Auto {
		return Built, "no registry answers: " + said, nil
	}
	return "", "", err
}
