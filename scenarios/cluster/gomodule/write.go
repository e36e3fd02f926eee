package gomodule

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// Write writes the compiled part of a module to a hash: go.mod, go.sum and Go files without tests and comments.
func Write(w io.Writer, module fs.FS) error {
	embeds := regexp.MustCompile(`(?m)^\s*//go:embed\s`)
	return fs.WalkDir(module, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !isInput(name) {
			return err
		}
		content, err := fs.ReadFile(module, name)
		if err != nil {
			return err
		}
		if path.Ext(name) == ".go" && embeds.Match(content) {
			return fmt.Errorf("hash %s: it embeds files, which the hash does not contain: write their content into a Go file", name)
		}
		return WriteFile(w, name, content)
	})
}

func isInput(name string) bool {
	if name == "go.mod" || name == "go.sum" {
		return true
	}
	return path.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go")
}
