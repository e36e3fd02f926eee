package tree

import (
	"fmt"
	"io/fs"
	"path"

	"github.com/gherkind/gherkind/features"
	"github.com/gherkind/gherkind/manifests"
)

// BuiltIn returns the tree of gherkind's own features/ and manifests/, which are embedded in the program.
func BuiltIn() (fs.FS, error) {
	tree := Files{}
	for folder, part := range map[string]fs.FS{"features": features.FS, "manifests": manifests.FS} {
		if err := mount(tree, folder, part); err != nil {
			return nil, fmt.Errorf("read the built-in %s: %w", folder, err)
		}
	}
	return tree, nil
}

func mount(tree Files, folder string, part fs.FS) error {
	return fs.WalkDir(part, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(part, name)
		if err != nil {
			return err
		}
		tree[path.Join(folder, name)] = data
		return nil
	})
}
