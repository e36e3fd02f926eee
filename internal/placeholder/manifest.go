package placeholder

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/gherkind/gherkind/internal/kube"
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
	name := Unquote(text)
	if name == "" {
		return nil, errors.New("name a YAML file between the quotes")
	}
	for _, candidate := range candidates(name, at) {
		manifest, err := at.Once("manifest "+candidate, func() (any, error) { return readManifest(at, candidate) })
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
			continue
		}
		return manifest, err
	}
	return nil, fmt.Errorf("there is no such file: looked for %s%s",
		strings.Join(candidates(name, at), " and "), nearest(name, at))
}

func readManifest(at step.Place, name string) (*kube.Manifest, error) {
	files := at.FS
	data, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return nil, err
	}
	if info, statErr := fs.Stat(files, name); statErr == nil && info.IsDir() {
		return nil, fmt.Errorf("%s is a folder: name the files in it, one step for each", name)
	}
	if err != nil {
		return nil, fmt.Errorf("read manifest %s: %w", name, err)
	}
	return kube.FillManifest(name, data, at.Values)
}

// candidates are where a manifest is looked for: beside the feature, in the manifests folders of the folders
// above it, the nearest first, in those that the run was told of, and in that of the root.
func candidates(name string, at step.Place) []string {
	if path.IsAbs(name) {
		return []string{name}
	}
	found := []string{path.Join(path.Dir(at.URI), name)}
	for _, folder := range manifestFolders(at) {
		found = append(found, path.Join(folder, name))
	}
	return found
}

// manifestFolders are those near the feature that exist, those that the run was told of, and the one of the root.
func manifestFolders(at step.Place) []string {
	var folders []string
	for dir := path.Dir(at.URI); dir != "."; dir = path.Dir(dir) {
		folder := path.Join(dir, manifestFolder)
		if info, err := fs.Stat(at.FS, folder); err == nil && info.IsDir() {
			folders = append(folders, folder)
		}
		if dir == "/" || path.Base(dir) == ".." {
			break
		}
	}
	return append(append(folders, at.Manifests...), manifestFolder)
}

// nearest suggests the manifest whose path differs least from the one asked
// for, when it differs by no more than a third.
func nearest(name string, at step.Place) string {
	for _, other := range []string{strings.ReplaceAll(name, `\`, "/"), name + ".yaml", name + ".yml"} {
		if other != name && isThere(other, at) {
			return fmt.Sprintf("; did you mean %q?", other)
		}
	}
	best, distance := "", len(name)/3+1
	for _, folder := range manifestFolders(at) {
		err := fs.WalkDir(at.FS, folder, func(p string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return nil //nolint:nilerr // an unreadable folder only costs a suggestion
			}
			have := strings.TrimPrefix(p, folder+"/")
			for _, shown := range []string{have, path.Base(have)} {
				if d := levenshtein.ComputeDistance(name, shown); d < distance {
					best, distance = have, d
				}
			}
			return nil
		})
		if err != nil {
			return ""
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

func isThere(name string, at step.Place) bool {
	return slices.ContainsFunc(candidates(name, at), func(candidate string) bool {
		info, err := fs.Stat(at.FS, candidate)
		return err == nil && !info.IsDir()
	})
}
