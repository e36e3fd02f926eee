package nodeimage

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// moduleFolder is the nested Go module, below a checkout's root.
const moduleFolder = "kind-config/node-image"

// findCheckout returns the folder itself if one is named, else the nearest one
// above the working folder.
func findCheckout(named string) (string, error) {
	if named != "" {
		dir, err := filepath.Abs(named)
		if err != nil {
			return "", err
		}
		if !isCheckout(dir) {
			return "", fmt.Errorf("find the node image's module: %s has no %s", dir, moduleFolder)
		}
		return dir, nil
	}
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if isCheckout(dir) {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("find the node image's module: neither %s nor a folder above it has %s", start, moduleFolder)
		}
	}
}

func isCheckout(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, moduleFolder, "go.mod"))
	return err == nil
}

// writeModule writes what is compiled: go.mod, go.sum and Go files, no tests.
func writeModule(w io.Writer, module fs.FS) error {
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
