package nodeimage

import (
	"embed"
	"io"
	"io/fs"

	"github.com/gherkind/gherkind/scenarios/cluster/gomodule"
)

// assembly is the code of this package that writes into the image. The rest only decides whether and how it is run.
//
//go:embed assemble.go finish.go finisher.go loadbalancer.go pack.go tarball.go kindbuild/main.go
var assembly embed.FS

// writeAssembly writes the code that assembles an image to the hash of its inputs.
func writeAssembly(w io.Writer) error {
	return fs.WalkDir(assembly, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := assembly.ReadFile(name)
		if err != nil {
			return err
		}
		return gomodule.WriteFile(w, name, data)
	})
}
