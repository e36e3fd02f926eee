package tree

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gherkind/gherkind/internal/gherkin"
)

// DefaultPath is used if no path is given.
const DefaultPath = "features"

// Rooted returns the tree with the features for a working folder, and the paths as names in it. The tree is this machine if the
// folder contains a features folder, a feature, or one of the paths, or if a path leads out of it; otherwise it is the one
// built into gherkind.
func Rooted(dir string, paths []string) (fs.FS, []string, error) {
	dir, err := filepath.EvalSymlinks(dir) // because the system resolves ".." from the real path
	if err != nil {
		return nil, nil, fmt.Errorf("find the working folder: %w", err)
	}
	m := machine{dir}
	var names []string
	here := isFolder(filepath.Join(dir, DefaultPath))
	for _, asked := range paths {
		file, _ := gherkin.SplitLines(asked)
		if file == "" {
			names = append(names, asked)
			continue
		}
		name := m.Canonical(filepath.ToSlash(file))
		_, err := os.Stat(m.path(name))
		here = here || err == nil || !filepath.IsLocal(name)
		names = append(names, name+strings.TrimPrefix(asked, file))
	}
	if !here && len(paths) == 0 && hasFeature(dir) {
		here, names = true, []string{"."}
	}
	if here {
		return m, names, nil
	}
	tree, err := BuiltIn()
	return tree, names, err
}

// Names converts paths relative to the working folder to names in a tree of Rooted.
func Names(tree fs.FS, paths []string) []string {
	m, is := tree.(machine)
	if !is {
		return paths
	}
	var names []string
	for _, p := range paths {
		names = append(names, m.Canonical(filepath.ToSlash(p)))
	}
	return names
}

// homeOf returns the folder that a file belongs to: the nearest parent that has a features folder, otherwise its own.
func homeOf(file string) string {
	own := filepath.Dir(file)
	if isFolder(file) {
		own = file
	}
	for dir := own; ; dir = filepath.Dir(dir) {
		if isFolder(filepath.Join(dir, DefaultPath)) {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return own
		}
	}
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

func hasFeature(dir string) bool {
	found, err := filepath.Glob(filepath.Join(dir, "*.feature"))
	return err == nil && len(found) > 0
}
