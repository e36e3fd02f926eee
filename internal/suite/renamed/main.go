// Command renamed keeps the ledger of broken twins valid when identifiers were renamed and nothing else has changed:
//
//	go run ./internal/suite/renamed REVISION OLD=NEW...
//
// It compares the source of each step definition at the git revision with the current one. Where only these names differ, it
// replaces the hash of the definition in scenarios/testdata/proven.yaml. Definitions that differ in more keep their old hash, so
// that make test runs their twins.
package main

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/gherkind/gherkind/internal/proven"
	"github.com/gherkind/gherkind/internal/suite/command"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/scenarios"
)

const ledger = "scenarios/testdata/proven.yaml"

func main() {
	command.Main(func(ctx context.Context) error { return renamed(ctx, os.Args[1:]) })
}

func renamed(ctx context.Context, args []string) error {
	if len(args) < 2 {
		return errors.New("usage: go run ./internal/suite/renamed REVISION OLD=NEW [OLD=NEW]")
	}
	names := map[string]string{}
	for _, arg := range args[1:] {
		old, name, _ := strings.Cut(arg, "=")
		names[old] = name
	}
	before, err := at(ctx, args[0])
	if err != nil {
		return err
	}
	now, err := proven.ReadCatalogue(os.DirFS("."))
	if err != nil {
		return err
	}
	kept, changed, err := proven.Renaming{Before: before, Names: names}.Definitions(now)
	if err != nil {
		return err
	}
	l := proven.Ledger{Path: ledger, Lock: filepath.Join(scenarios.StateDir, "ledger.lock")}
	n, err := l.Rename(ctx, kept)
	if err != nil {
		return err
	}
	fmt.Printf("%d definitions differ in names only; %d proofs have got their new hashes\n", len(kept), n)
	if len(changed) > 0 {
		fmt.Printf("these differ in more: %s\n", strings.Join(changed, ", "))
	}
	return nil
}

// at returns the Go files of the project at a revision.
func at(ctx context.Context, revision string) (tree.Files, error) {
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, "git", "archive", "--format=tar", revision, "steps", "internal", "scenarios", "cmd")
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("read the source at %s: %w: %s", revision, err, strings.TrimSpace(said.String()))
	}
	files := tree.Files{}
	for archive := tar.NewReader(bytes.NewReader(out)); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the source at %s: %w", revision, err)
		}
		if header.Typeflag == tar.TypeReg && strings.HasSuffix(header.Name, ".go") {
			if files[header.Name], err = io.ReadAll(archive); err != nil {
				return nil, fmt.Errorf("read the source at %s: %w", revision, err)
			}
		}
	}
}
