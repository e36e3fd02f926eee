// Package kustomize builds kustomizations from the files of a project. Nothing is downloaded: everything a kustomization needs
// must be in the project.
package kustomize

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/gherkind/gherkind/internal/fileerror"
)

// Names returns the names of kustomization files, in the order in which they are tried.
func Names() []string { return []string{"kustomization.yaml", "kustomization.yml", "Kustomization"} }

// Built is the result of building a kustomization.
type Built struct {
	Text  []byte   // its objects, as YAML
	Files []string // that were read
}

// Error says what is wrong with a kustomization.
type Error = fileerror.Error

// Build builds the kustomization in a folder. The error is an [*Error].
func Build(files fs.FS, dir string) (*Built, error) {
	t := &tree{files: files}
	made, err := build(t, dir)
	if t.refused != nil {
		return nil, t.refused
	}
	if err != nil {
		return nil, &Error{Path: dir, Msg: t.shown(plain(err))}
	}
	if len(strings.TrimSpace(string(made))) == 0 {
		return nil, &Error{Path: dir, Msg: "the kustomization has no objects"}
	}
	return &Built{Text: made, Files: t.read}, nil
}

// build guards against panics of the library on unexpected files.
func build(t filesys.FileSystem, dir string) (text []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("kustomize panicked: %v", p)
		}
	}()
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(t, inTree(dir))
	if err != nil {
		return nil, err
	}
	return resources.AsYaml()
}

// plain reduces an error of the library to one line.
func plain(err error) string {
	var lines []string
	for _, line := range strings.Split(err.Error(), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, " ")
}

var errReadOnly = errors.New("the files of the project are only read")
