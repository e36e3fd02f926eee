package nodeimage

import (
	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// facts are what the choice depends on, each looked up only when it matters.
type facts struct {
	published func() (bool, error) // the published image is in Docker
	built     func() (bool, error) // the image of these inputs is in Docker
	registry  func() error         // nil: a registry answers
}

// choose settles Auto and says why. What is in Docker already decides before a
// registry is asked: the answer then stays the same from run to run, and so
// does the cluster.
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
	silence := f.registry()
	switch {
	case silence == nil:
		return Published, "a registry answers", nil
	case source == Auto:
		return Built, "no registry answers", nil
	}
	return "", "", &host.EnvironmentError{Doing: "get the published node image", Err: silence,
		Advice: "connect this machine to the registry, or have the image built (source \"built\" or \"auto\")"}
}
