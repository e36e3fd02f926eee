package scenarios

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gherkind/gherkind/scenarios/gherkin"
)

// rooted is the tree that holds the features for a working folder, and the paths as
// seen from there. The tree is the folder itself when it has a features folder, a
// feature, or one of the paths; else what is built into gherkind.
func rooted(dir string, paths []string) (fs.FS, []string, error) {
	var inside []string
	here := isFolder(filepath.Join(dir, defaultPath))
	for _, asked := range paths {
		file, _ := gherkin.SplitLines(asked)
		name, err := insideOf(dir, file)
		if err != nil {
			return nil, nil, err
		}
		_, err = os.Stat(filepath.Join(dir, name))
		here = here || err == nil
		inside = append(inside, filepath.ToSlash(name)+strings.TrimPrefix(asked, file))
	}
	if !here && len(paths) == 0 && hasFeature(dir) {
		here, inside = true, []string{"."}
	}
	if here {
		return os.DirFS(dir), inside, nil
	}
	tree, err := BuiltIn()
	return tree, inside, err
}

// insideOf is the path of a file as seen from the folder. A file elsewhere is refused:
// its manifests, and what a run leaves behind, belong to the folder it is run from.
func insideOf(dir, file string) (string, error) {
	whole := file
	if !filepath.IsAbs(file) {
		whole = filepath.Join(dir, file)
	}
	name, err := filepath.Rel(dir, whole)
	if err == nil && filepath.IsLocal(name) {
		return name, nil
	}
	home := homeOf(whole)
	if name, err = filepath.Rel(home, whole); err != nil {
		return "", fmt.Errorf("%s: find its folder: %w", file, err)
	}
	return "", fmt.Errorf("%s is not in this folder; run it from its own: cd %s && gherkind run %s", file, home, name)
}

// homeOf is the folder to run a file from: the nearest above it that has a features
// folder, else its own.
func homeOf(file string) string {
	own := filepath.Dir(file)
	if isFolder(file) {
		own = file
	}
	for dir := own; ; dir = filepath.Dir(dir) {
		if isFolder(filepath.Join(dir, defaultPath)) {
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
