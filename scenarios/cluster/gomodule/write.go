package gomodule

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// Write writes the compiled part of a module to a hash: go.mod, go.sum and Go files without tests.
func Write(w io.Writer, module fs.FS) error {
	return fs.WalkDir(module, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !isInput(name) {
			return err
		}
		data, err := fs.ReadFile(module, name)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(w, "%s %d\n%s\n", name, len(data), data)
		return err
	})
}

func isInput(name string) bool {
	if name == "go.mod" || name == "go.sum" {
		return true
	}
	return path.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go")
}
