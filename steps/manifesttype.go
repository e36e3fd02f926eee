package steps

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/gherkind/gherkind/steps/kube"
	"github.com/gherkind/gherkind/steps/step"
)

// manifestFolder is where manifests live, below the root that also holds the
// features.
const manifestFolder = "manifests"

func manifestType() step.Type {
	return step.Type{
		Name: "manifest", Pattern: quoted, Example: `"containers/myapp.yaml"`, Parse: parseManifest,
		Doc: `A YAML file, in double quotes: its path below manifests/, or below the feature's own folder.`,
	}
}

// parseManifest reads the file when the feature is checked, so that a missing
// or broken manifest is known before a cluster is touched.
func parseManifest(text string, at step.Place) (any, error) {
	name := unquote(text)
	for _, candidate := range candidates(name, at) {
		data, err := fs.ReadFile(at.FS, candidate)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read manifest %s: %w", candidate, err)
		}
		return kube.ParseManifest(candidate, data)
	}
	return nil, fmt.Errorf("there is no such file: looked for %s%s",
		strings.Join(candidates(name, at), " and "), nearest(name, at.FS))
}

func candidates(name string, at step.Place) []string {
	return []string{path.Join(path.Dir(at.URI), name), path.Join(manifestFolder, name)}
}

// nearest suggests the manifest whose path differs least from the one asked
// for, when it differs by no more than a third.
func nearest(name string, fsys fs.FS) string {
	best, distance := "", len(name)/3+1
	err := fs.WalkDir(fsys, manifestFolder, func(p string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil //nolint:nilerr // an unreadable folder only costs a suggestion
		}
		have := strings.TrimPrefix(p, manifestFolder+"/")
		for _, shown := range []string{have, path.Base(have)} {
			if d := levenshtein.ComputeDistance(name, shown); d < distance {
				best, distance = have, d
			}
		}
		return nil
	})
	if err != nil || best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}
