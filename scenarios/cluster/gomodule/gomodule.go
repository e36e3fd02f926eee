// Package gomodule asks the go command about the nested Go modules of a checkout, which pin the versions of what is compiled on
// this machine.
package gomodule

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Requirements reads a go.mod of a folder, which may have another name, and returns every module with its version.
func Requirements(ctx context.Context, module, file string) (map[string]string, error) {
	var doc struct {
		Require []struct{ Path, Version string }
	}
	if err := goJSON(ctx, module, &doc, "mod", "edit", "-json", file); err != nil {
		return nil, err
	}
	versions := map[string]string{}
	for _, r := range doc.Require {
		versions[r.Path] = r.Version
	}
	return versions, nil
}

// Source returns the source of a required module in the module cache. If it is missing, it is downloaded and verified.
func Source(ctx context.Context, module, path string) (version, source string, err error) {
	var doc struct{ Version, Dir, Error string }
	if err := goJSON(ctx, module, &doc, "mod", "download", "-json", path); err != nil {
		return "", "", err
	}
	if doc.Dir == "" {
		return "", "", fmt.Errorf("find the source of %s: %s", path, doc.Error)
	}
	return doc.Version, doc.Dir, nil
}

// GoVersion returns the version of the toolchain that compiles the module: "go1.26.6".
func GoVersion(ctx context.Context, module string) (string, error) {
	env := command.New("go", "env", "GOVERSION")
	env.Dir = module
	version, err := env.Output(ctx)
	return strings.TrimSpace(version), err
}

func goJSON(ctx context.Context, dir string, into any, args ...string) error {
	cmd := command.New("go", args...)
	cmd.Dir = dir
	cmd.Env = []string{"GOWORK=off"}
	out, err := cmd.Output(ctx)
	if err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(out), into); err != nil {
		return fmt.Errorf("read the answer of %s: %w", cmd, err)
	}
	return nil
}
