// Package recipe says what a node image that gherkind builds is made of, and
// makes the parts: Debian packages (package debroot), Go programs, image layers
// and the images that lie ready in a node.
//
// Everything that decides the content is in this package and below; how and
// when it is built, cached and guarded is package nodeimage's. Its source is
// part of the node image's tag, so that a changed recipe is another image.
package recipe

import (
	"embed"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/gomodule"
)

//go:embed *.go */*.go debroot/files
var source embed.FS

// WriteSource writes the source of the recipe to a hash, without tests and
// comments. With folders named it is only the source under these.
func WriteSource(w io.Writer, folders ...string) error {
	return fs.WalkDir(source, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, "_test.go") {
			return err
		}
		top, _, _ := strings.Cut(name, "/")
		if len(folders) > 0 && !slices.Contains(folders, top) {
			return nil
		}
		data, err := source.ReadFile(name)
		if err != nil {
			return err
		}
		return gomodule.WriteFile(w, name, data)
	})
}

// DebianSource names the folders whose source decides about Debian's part.
func DebianSource() []string { return []string{"debroot", "layer", "sharedlib"} }
