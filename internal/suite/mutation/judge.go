package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// judging is the package that judges mutants.
const judging = "./internal/mutate"

// module is this project.
const module = "github.com/gherkind/gherkind"

// content are packages whose relevant content is already part of the text of a mutant and its scenario. The program embeds
// them, so that it would be a different program after each change of a scenario.
var content = []string{module + "/features", module + "/manifests", module + "/internal/mutate/operator"}

// dependency is the output of go list for a package.
type dependency struct {
	ImportPath, Dir     string
	Standard            bool
	GoFiles, EmbedFiles []string
	Module              *struct {
		Path, Version string
		Replace       *struct{ Path, Version string }
	}
}

// judge returns a hash of the code that decides about mutants: the sources of a package and of everything it imports.
func judge(ctx context.Context, dir, of string) (string, error) {
	list := exec.CommandContext(ctx, "go", "list", "-deps", "-json=ImportPath,Dir,Standard,GoFiles,EmbedFiles,Module", of)
	list.Dir = dir
	var wrong bytes.Buffer
	list.Stderr = &wrong
	out, err := list.Output()
	if err != nil {
		return "", fmt.Errorf("list what %s imports: %w: %s", of, err, strings.TrimSpace(wrong.String()))
	}
	h := sha256.New()
	fmt.Fprintln(h, runtime.Version())
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var d dependency
		if err := decoder.Decode(&d); errors.Is(err, io.EOF) {
			return hex.EncodeToString(h.Sum(nil)), nil
		} else if err != nil {
			return "", fmt.Errorf("list what %s imports: %w", of, err)
		}
		if err := d.write(h); err != nil {
			return "", err
		}
	}
}

// write writes what identifies the package: its files if it belongs to this project, otherwise the version of its module.
func (d dependency) write(w io.Writer) error {
	if d.Standard || slices.Contains(content, d.ImportPath) {
		return nil
	}
	if d.Module != nil && d.Module.Path != module {
		from := d.Module.Version
		if by := d.Module.Replace; by != nil {
			from = by.Path + " " + by.Version
		}
		_, err := fmt.Fprintln(w, d.ImportPath, from)
		return err
	}
	for _, name := range slices.Concat(d.GoFiles, d.EmbedFiles) {
		text, err := os.ReadFile(filepath.Join(d.Dir, name))
		if err != nil {
			return fmt.Errorf("read a source: %w", err)
		}
		if _, err := fmt.Fprintf(w, "%s/%s %d\n%s", d.ImportPath, name, len(text), text); err != nil {
			return err
		}
	}
	return nil
}
