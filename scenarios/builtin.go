package scenarios

import (
	"io/fs"

	"github.com/gherkind/gherkind/internal/tree"
)

// BuiltIn returns the tree of gherkind's own features/ and manifests/, which are embedded in the program.
func BuiltIn() (fs.FS, error) { return tree.BuiltIn() }
