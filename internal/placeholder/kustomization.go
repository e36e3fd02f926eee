package placeholder

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/kustomize"
	"github.com/gherkind/gherkind/steps/step"
)

func kustomizationType() step.Type {
	return step.Type{
		Name: "kustomization", Pattern: quoted, Example: `"overlays/ci"`, Parse: parseKustomization,
		Doc: `A folder with a kustomization.yaml, in double quotes: its path below manifests/, or below the feature's own folder.`,
	}
}

// parseKustomization builds it when the feature is checked, so that what is wrong with it is known before a cluster is touched.
func parseKustomization(text string, at step.Place) (any, error) {
	name := Unquote(text)
	if name == "" {
		return nil, errors.New("name a folder between the quotes")
	}
	for _, candidate := range candidates(name, at) {
		info, err := fs.Stat(at.FS, candidate)
		switch {
		case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
			continue
		case err != nil:
			return nil, fmt.Errorf("look at %s: %w", candidate, err)
		case !info.IsDir():
			return nil, fmt.Errorf("%s is a file: name the folder of the kustomization", candidate)
		}
		return at.Once("kustomization "+candidate, func() (any, error) { return builtManifest(at, candidate) })
	}
	return nil, fmt.Errorf("there is no such folder: looked for %s", strings.Join(candidates(name, at), " and "))
}

func builtManifest(at step.Place, dir string) (*kube.Manifest, error) {
	built, err := kustomize.Build(at.FS, dir)
	if err != nil {
		return nil, err
	}
	m, err := kube.FillManifest(path.Join(dir, kustomize.Names()[0])+" (built)", built.Text, at.Values)
	if err != nil {
		return nil, err
	}
	m.Folder, m.From = dir, built.Files
	return m, nil
}
