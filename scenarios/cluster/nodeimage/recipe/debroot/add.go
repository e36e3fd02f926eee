package debroot

import (
	"embed"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/sharedlib"
)

//go:embed files
var files embed.FS

// addPrograms adds programs of the roots with the libraries they need.
func addPrograms(w *layer.Writer, from sources, names ...string) error {
	var programs []string
	for _, name := range names {
		file := filepath.Join(from.node, name)
		if _, err := os.Stat(file); err != nil {
			file = filepath.Join(from.workloads, name)
		}
		programs = append(programs, file)
		w.Copy(name, 0o755, file)
	}
	libraries, err := sharedlib.Closure(from.roots(), programs...)
	if err != nil {
		return err
	}
	for _, lib := range libraries {
		w.Copy(lib.Name, 0o755, lib.Source)
	}
	return nil
}

// addResolved adds a file of root under its name there, links followed.
func addResolved(w *layer.Writer, root, file string, mode fs.FileMode) error {
	name, err := filepath.Rel(root, file)
	if err != nil {
		return err
	}
	source, err := sharedlib.Resolve(root, name)
	if err != nil {
		return err
	}
	w.Copy(name, mode, source)
	return nil
}

// addFiles adds files of ours, in pairs: name in the image, name under files/.
func addFiles(w *layer.Writer, mode fs.FileMode, pairs ...string) error {
	for pair := range slices.Chunk(pairs, 2) {
		data, err := files.ReadFile("files/" + pair[1])
		if err != nil {
			return err
		}
		w.File(pair[0], mode, data)
	}
	return nil
}
