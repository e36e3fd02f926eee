package debian

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Mirror returns the mirror from which the system under root installs the packages of a release: the first http, https or file
// source of its apt configuration that has the suite with the component main. There is no default: without such a source, the
// result is an error.
func Mirror(root fs.FS, codename string) (string, error) {
	sources, err := readSources(root)
	if err != nil {
		return "", err
	}
	for _, s := range sources {
		if !slices.Contains(s.suites, codename) || !slices.Contains(s.components, "main") {
			continue
		}
		for _, uri := range s.uris {
			if mirror, ok := usable(root, uri); ok {
				return mirror, nil
			}
		}
	}
	return "", fmt.Errorf("find a package mirror: no apt source of this system offers %q with component main", codename)
}

// usable resolves mirror+file:/path, a file with one mirror per line (apt-transport-mirror(1)).
func usable(root fs.FS, uri string) (string, bool) {
	if list, ok := strings.CutPrefix(uri, "mirror+file:"); ok {
		data, err := fs.ReadFile(root, strings.TrimLeft(path.Clean(list), "/"))
		if err != nil {
			return "", false // the next source may be usable
		}
		for line := range strings.Lines(string(data)) {
			fields := strings.Fields(line)
			if len(fields) > 0 && !strings.HasPrefix(fields[0], "#") {
				return usable(root, fields[0])
			}
		}
		return "", false
	}
	for _, scheme := range []string{"http://", "https://", "file:/"} {
		if strings.HasPrefix(uri, scheme) {
			return strings.TrimSuffix(uri, "/"), true
		}
	}
	return "", false
}
