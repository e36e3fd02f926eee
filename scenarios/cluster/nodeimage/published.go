package nodeimage

import (
	"fmt"
	"strings"

	"sigs.k8s.io/kind/pkg/apis/config/defaults"

	"github.com/gherkind/gherkind/internal/cluster/kubeversion"
)

// publishedFor is the version of kind for which the list below was made.
const publishedFor = "v0.33.0"

// published lists the node images of this version of kind, with the digests in its release notes. An image for another version of
// kind may have the same tag, but has another digest.
func published() []string {
	return []string{
		defaults.Image,
		"kindest/node:v1.36.4@sha256:099e049362a1526b2db71494e1947aae99bd16290d7c895f2b7ea312e3cbfaed",
		"kindest/node:v1.35.8@sha256:07b2536e30b803ed61d1677a79df6115f798ce64c80f9e22f6ed45afd09323c0",
		"kindest/node:v1.34.11@sha256:44e222ee2132dab25ff87301682f89eb82c7880ea3a1bf543bfe9708fd08d67d",
	}
}

// DefaultKubernetes returns the default version of clusters.
func DefaultKubernetes() kubeversion.Minor {
	m, _ := kubeversion.Of(versionOfTag(defaults.Image)) // a test checks that it is valid
	return m
}

// Kubernetes returns the versions that clusters can have, the default first.
func Kubernetes() []kubeversion.Minor {
	var all []kubeversion.Minor
	for _, ref := range published() {
		if m, ok := kubeversion.Of(versionOfTag(ref)); ok {
			all = append(all, m)
		}
	}
	return all
}

// Supported parses the requested version, "" for the default. The error lists the supported versions in one sentence.
func Supported(text string) (kubeversion.Minor, error) {
	if text == "" {
		return DefaultKubernetes(), nil
	}
	if m, whole := kubeversion.Of(text); whole {
		return m, fmt.Errorf("%s is a patch version: ask for %s, as the node image decides which patch it is, or name an image with --node-image", text, m)
	}
	m, err := kubeversion.Parse(text)
	if err != nil {
		return m, err
	}
	if _, ok := publishedImage(m); !ok {
		return m, fmt.Errorf("kind %s has no node image of Kubernetes %s (it has %s); --node-image takes another one", publishedFor, m, kubeversion.List(Kubernetes()))
	}
	return m, nil
}

func publishedImage(want kubeversion.Minor) (ref string, ok bool) {
	for _, ref := range published() {
		if strings.Contains(ref, ":"+want.String()+".") {
			return ref, true
		}
	}
	return "", false
}
