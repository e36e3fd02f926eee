package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// kindNetwork is the Docker network that kind makes for its nodes, and that others may have made, and use.
const kindNetwork = "kind"

// networkNote has the ID of the network when a cluster of ours has brought it into being.
func networkNote() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the user's cache folder: %w", err)
	}
	return filepath.Join(dir, "gherkind", "kind-network"), nil
}

// notingNetwork notes whether it is what is done that makes kind's network.
func notingNetwork(ctx context.Context, do func(context.Context) error) error {
	before, err := networkID(ctx)
	if err != nil {
		return err
	}
	done := do(ctx)
	after, err := networkID(context.WithoutCancel(ctx))
	if err == nil && before == "" && after != "" {
		err = noteNetwork(after)
	}
	return errors.Join(done, err)
}

func noteNetwork(id string) error {
	file, err := networkNote()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("note who made the network %q: %w", kindNetwork, err)
	}
	return os.WriteFile(file, []byte(id+"\n"), 0o644)
}

// networkID is "" when there is no such network.
func networkID(ctx context.Context) (string, error) {
	out, err := command.New("docker", "network", "ls", "--no-trunc", "--quiet", "--filter", "name=^"+kindNetwork+"$").Output(ctx)
	return strings.TrimSpace(out), err
}

// removeNetwork removes kind's network when it was made here and no container, not even a stopped one, would miss it.
func removeNetwork(ctx context.Context, progress Progress) error {
	id, err := networkID(ctx)
	if err != nil || id == "" {
		return err
	}
	file, err := networkNote()
	if err != nil {
		return err
	}
	noted, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	users, err := command.New("docker", "ps", "--all", "--filter", "network="+id, "--format", "{{.Names}}").Output(ctx)
	if err != nil {
		return err
	}
	if why := keepsNetwork(id, strings.TrimSpace(string(noted)), strings.Fields(users)); why != "" {
		progress.Info(fmt.Sprintf("left the Docker network %q: %s", kindNetwork, why))
		return nil
	}
	return command.New("docker", "network", "rm", id).Run(ctx)
}

// keepsNetwork says why a network is left; "" when it is ours to remove.
func keepsNetwork(id, made string, users []string) string {
	switch {
	case id != made:
		return "it is not known to be made by gherkind"
	case len(users) > 0:
		return "used by " + strings.Join(users, ", ")
	}
	return ""
}
