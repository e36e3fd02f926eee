package debroot

import (
	"embed"
	"errors"
	"io/fs"
	"slices"

	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/sharedlib"
)

//go:embed files
var files embed.FS

// addPrograms adds programs from the roots with the libraries that they need. It follows symbolic links.
func addPrograms(w *layer.Writer, from sources, names ...string) error {
	var programs []string
	for _, name := range names {
		file, err := sharedlib.Resolve(from.node, name)
		if errors.Is(err, fs.ErrNotExist) {
			file, err = sharedlib.Resolve(from.workloads, name)
		}
		if err != nil {
			return err
		}
		programs = append(programs, file)
		w.Copy(name, 0o755, file)
	}
	libraries, err := sharedlib.Closure([]string{from.node, from.workloads}, programs...)
	if err != nil {
		return err
	}
	for _, lib := range libraries {
		w.Copy(lib.Name, 0o755, lib.Source)
	}
	return nil
}

// addFiles adds embedded files. pairs alternates between the name in the image and the name in files/.
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
