package tree

import "io/fs"

// With returns a tree in which one file has other content.
func With(base fs.FS, name string, data []byte) fs.FS {
	o := overlay{FS: base, name: name, data: data}
	if named, is := base.(canonical); is {
		return namedOverlay{o, named}
	}
	return o
}

// canonical is a tree whose names may lead out of it, see package gherkin.
type canonical interface{ Canonical(name string) string }

type overlay struct {
	fs.FS
	name string
	data []byte
}

type namedOverlay struct {
	overlay
	canonical
}

// Open implements fs.FS.
func (o overlay) Open(name string) (fs.File, error) {
	if name == o.name {
		const only = "file"
		return Files{only: o.data}.Open(only)
	}
	return o.FS.Open(name)
}
