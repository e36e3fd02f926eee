package gomodule

import "io/fs"

// AtVersion returns a nested module with other versions of its dependencies: its folder, with NAME.mod and NAME.sum replacing
// go.mod and go.sum.
func AtVersion(module fs.FS, name string) fs.FS { return atVersion{module, name} }

type atVersion struct {
	module fs.FS
	name   string
}

func (v atVersion) Open(file string) (fs.File, error) {
	switch file {
	case "go.mod":
		file = v.name + ".mod"
	case "go.sum":
		file = v.name + ".sum"
	}
	return v.module.Open(file)
}
