// Package recipe defines the content of a node image that gherkind builds, and creates its parts: Debian packages (package
// debroot), Go programs, image layers, and the images that are included in a node.
//
// Package nodeimage decides when to build, caches the result and prevents concurrent builds. The tag of the node image contains a
// hash of the source of this package and the packages below it, so that a changed recipe results in another image.
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

// WriteSource writes the source of the recipe to a hash, without tests and comments. If folders are given, it only writes their
// source.
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

// DebianSource returns the folders with the source that determines the Debian part.
func DebianSource() []string { return []string{"debroot", "layer", "sharedlib"} }
