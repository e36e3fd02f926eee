package gomodule

import "io/fs"

// Edition is a nested module at other versions: its folder with NAME.mod and NAME.sum in the places
// of go.mod and go.sum.
func Edition(module fs.FS, name string) fs.FS { return edition{module, name} }

type edition struct {
	module fs.FS
	name   string
}

// Open opens a file of the edition.
func (e edition) Open(file string) (fs.File, error) {
	switch file {
	case "go.mod":
		file = e.name + ".mod"
	case "go.sum":
		file = e.name + ".sum"
	}
	return e.module.Open(file)
}
