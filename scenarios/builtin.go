package scenarios

import (
	"io/fs"

	"github.com/gherkind/gherkind/internal/tree"
)

// BuiltIn is the tree of gherkind's own features/ and manifests/, as it is
// built into the program.
func BuiltIn() (fs.FS, error) { return tree.BuiltIn() }
