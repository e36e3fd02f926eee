package nodeimage

import (
	"github.com/gherkind/gherkind/internal/cluster/registry"
)

// facts are what the choice depends on, each looked up only when it matters.
type facts struct {
	published func() (bool, error) // the published image is in Docker
	built     func() (bool, error) // the image of these inputs is in Docker
	registry  func() error         // nil: a registry has begun to send the published image
}

// choose settles Auto and says why. What is in Docker already decides before a
// registry is asked: the answer then stays the same from run to run, and so
// does the cluster. A registry that answers and does not hand out the image is
// an error: whoever can reach one has reason to expect the published image.
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
