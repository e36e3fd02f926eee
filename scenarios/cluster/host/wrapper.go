package host

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// runtimeBinary is never moved: containers refer to it until they are removed.
const runtimeBinary = StateDir + "/" + runtimeName

//go:embed runtimewrap/*.go
var wrapperSource embed.FS

// refreshRuntime compiles the wrapper unless the existing one is from the same source.
func (m *machine) refreshRuntime(ctx context.Context) error {
	files, sum, err := wrapperFiles()
	if err != nil {
		return err
	}
	sumFile := runtimeBinary + ".sha256"
	have, err := os.ReadFile(sumFile)
	if _, missing := os.Stat(runtimeBinary); missing == nil && err == nil && string(have) == sum {
		return nil
	}
	if !m.root {
		return nil // the existing one is used
	}
	if err := os.MkdirAll(StateDir, 0o755); err != nil {
		return err
	}
	if err := compile(ctx, files, runtimeBinary); err != nil {
		return &EnvironmentError{Doing: "compile the OCI runtime wrapper", Advice: "gherkind needs the go command on the PATH", Err: err}
	}
	return replaceFile(sumFile, []byte(sum), 0o644)
}

// wrapperFiles returns the embedded sources without their tests, and a hash of them.
func wrapperFiles() (files map[string][]byte, sum string, err error) {
	files, hash := map[string][]byte{}, sha256.New()
	err = fs.WalkDir(wrapperSource, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
			return err
		}
		data, err := wrapperSource.ReadFile(path)
		files[filepath.Base(path)] = data
		fmt.Fprintf(hash, "%s %d\n%s", path, len(data), data)
		return err
	})
	return files, hex.EncodeToString(hash.Sum(nil)), err
}

// compile builds a program of one package that needs only the standard library.
func compile(ctx context.Context, files map[string][]byte, target string) error {
	dir, err := os.MkdirTemp(filepath.Dir(target), "compile-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	args := []string{"build", "-trimpath", "-ldflags", "-s -w", "-o", "program"}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return err
		}
		args = append(args, name)
	}
	build := command.New("go", args...)
	build.Dir = dir
	build.Env = []string{"CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off"}
	if err := build.Run(ctx); err != nil {
		return err
	}
	return os.Rename(filepath.Join(dir, "program"), target)
}
