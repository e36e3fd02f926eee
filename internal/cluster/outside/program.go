package outside

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

//go:embed relay/*.go
var source embed.FS

const (
	mainText   = "package main\n\nimport (\n\t\"os\"\n\n\t\"relay.local/relay\"\n)\n\nfunc main() {\n\tif relay.Serve(os.Stdin, os.Stdout) != nil {\n\t\tos.Exit(1)\n\t}\n}\n"
	moduleText = "module relay.local\n\ngo 1.24\n"
)

// program returns the relay for Linux and an architecture, as Go names it. It is compiled once and cached in a folder.
func program(ctx context.Context, cache, arch string) ([]byte, error) {
	files, sum, err := programFiles()
	if err != nil {
		return nil, err
	}
	kept := filepath.Join(cache, "relay-linux-"+arch+"-"+sum[:12])
	if data, err := os.ReadFile(kept); err == nil {
		return data, nil
	}
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return nil, fmt.Errorf("make the cache folder: %w", err)
	}
	if err := compile(ctx, files, arch, kept); err != nil {
		return nil, fmt.Errorf("compile the program that asks from a container: %w; it takes the go command, once", err)
	}
	return os.ReadFile(kept)
}

// programFiles returns the sources by their paths, and a hash of them.
func programFiles() (files map[string][]byte, sum string, err error) {
	files, hash := map[string][]byte{"go.mod": []byte(moduleText), "main.go": []byte(mainText)}, sha256.New()
	fmt.Fprint(hash, moduleText, mainText)
	err = fs.WalkDir(source, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
			return err
		}
		data, err := source.ReadFile(path)
		files[path] = data
		fmt.Fprintf(hash, "%s %d\n%s", path, len(data), data)
		return err
	})
	return files, hex.EncodeToString(hash.Sum(nil)), err
}

// compile builds the program in a temporary folder and renames it, so that an incomplete file is never used.
func compile(ctx context.Context, files map[string][]byte, arch, target string) (err error) {
	dir, err := os.MkdirTemp(filepath.Dir(target), "compile-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	for path, data := range files {
		file := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			return err
		}
	}
	build := command.New("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", "program", ".")
	build.Dir = dir
	build.Env = []string{"CGO_ENABLED=0", "GOOS=linux", "GOARCH=" + arch, "GOFLAGS=", "GOWORK=off"}
	if err := build.Run(ctx); err != nil {
		return err
	}
	return os.Rename(filepath.Join(dir, "program"), target)
}
