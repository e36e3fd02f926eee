package nodeimage

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// requirements reads go.mod, which lists every module at its version.
func requirements(ctx context.Context, module string) (map[string]string, error) {
	var doc struct {
		Require []struct{ Path, Version string }
	}
	if err := goJSON(ctx, module, &doc, "mod", "edit", "-json"); err != nil {
		return nil, err
	}
	versions := map[string]string{}
	for _, r := range doc.Require {
		versions[r.Path] = r.Version
	}
	return versions, nil
}

// moduleSource finds the source of a module in the module cache; one that is
// not there is fetched and verified.
func moduleSource(ctx context.Context, dir, path string) (version, source string, err error) {
	var doc struct{ Version, Dir, Error string }
	if err := goJSON(ctx, dir, &doc, "mod", "download", "-json", path); err != nil {
		return "", "", err
	}
	if doc.Dir == "" {
		return "", "", fmt.Errorf("find the source of %s: %s", path, doc.Error)
	}
	return doc.Version, doc.Dir, nil
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
