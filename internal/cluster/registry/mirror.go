// Package registry brings published images into Docker: it asks for them through the Docker daemon, whose proxies,
// certificates and mirrors are the ones that count, shows how far a pull is, and says in one sentence why there is none.
package registry

import (
	"fmt"
	"regexp"
	"strings"
)

// Mirror is a registry, HOST or HOST/PATH, that has under their own paths what others publish: with
// "mirror.example.org/hub" the image "busybox:1.37.0" is "mirror.example.org/hub/library/busybox:1.37.0". With "" each
// image comes from where it is published.
type Mirror string

// written is HOST or HOST/PATH. A host without a dot or a port, but for localhost, would be read as a user of Docker Hub.
var written = regexp.MustCompile(`^(localhost|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+|[A-Za-z0-9.-]+:[0-9]+|\[[0-9a-f:]+\]:[0-9]+|localhost:[0-9]+)(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$`)

// ParseMirror reads a mirror as a flag has it.
func ParseMirror(s string) (Mirror, error) {
	if s != "" && !written.MatchString(s) {
		return "", fmt.Errorf("%q is not a valid registry: write HOST, HOST:PORT or either with a path, without https://, as in localhost:5000 or mirror.example.org/hub", s)
	}
	return Mirror(s), nil
}

// Of is the name that a published image has in the mirror.
func (m Mirror) Of(image string) string {
	if m == "" || strings.HasPrefix(image, string(m)+"/") {
		return image
	}
	host, path := split(image)
	if host == dockerHub && !strings.Contains(path, "/") {
		path = "library/" + path
	}
	return string(m) + "/" + path
}

const dockerHub = "docker.io"

// split takes an image's name apart as Docker does: what is before the first slash is a host when it looks like one.
func split(image string) (host, path string) {
	first, rest, slash := strings.Cut(image, "/")
	if slash && (first == "localhost" || strings.ContainsAny(first, ".:")) {
		return first, rest
	}
	return dockerHub, image
}
