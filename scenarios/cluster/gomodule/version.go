package gomodule

import "io/fs"

// AtVersion is a nested module with other versions of its dependencies: its folder, with NAME.mod and NAME.sum in the places
// of go.mod and go.sum.
func AtVersion(module fs.FS, name string) fs.FS { return atVersion{module, name} }

type atVersion struct {
	module fs.FS
	name   string
}

// Open opens a file of the module.
func (v atVersion) Open(file string) (fs.File, error) {
	switch file {
	case "go.mod":
		file = v.name + ".mod"
	case "go.sum":
		file = v.name + ".sum"
	}
	return v.module.Open(file)
}
