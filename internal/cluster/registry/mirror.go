// Package registry pulls published images through the Docker daemon, with its proxies, certificates and mirrors. It shows the
// progress, and explains in one sentence why an image could not be pulled.
package registry

import (
	"fmt"
	"regexp"
	"strings"
)

// Mirror is a registry, HOST or HOST/PATH, with copies of published images under their own paths. With "mirror.example.org/hub",
// the image "busybox:1.37.0" is "mirror.example.org/hub/library/busybox:1.37.0". With "", each image is pulled from its own
// registry.
type Mirror string

// written matches HOST or HOST/PATH. Docker would take a host without a dot or a port, other than localhost, for a user of Docker
// Hub.
var written = regexp.MustCompile(`^(localhost|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+|[A-Za-z0-9.-]+:[0-9]+|\[[0-9a-f:]+\]:[0-9]+|localhost:[0-9]+)(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$`)

// ParseMirror parses the value of a flag.
func ParseMirror(s string) (Mirror, error) {
	if s != "" && !written.MatchString(s) {
		return "", fmt.Errorf("%q is not a valid registry: write HOST, HOST:PORT or either with a path, without https://, as in localhost:5000 or mirror.example.org/hub", s)
	}
	return Mirror(s), nil
}

// Of returns the name of a published image in the mirror.
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

// split splits an image name like Docker: the part before the first slash is a host if it looks like one.
func split(image string) (host, path string) {
	first, rest, slash := strings.Cut(image, "/")
	if slash && (first == "localhost" || strings.ContainsAny(first, ".:")) {
		return first, rest
	}
	return dockerHub, image
}
