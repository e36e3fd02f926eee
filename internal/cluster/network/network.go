// Package network removes kind's Docker network if it was created for a cluster of gherkind and is unused.
package network

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

// noteFile returns the file with the ID of the network, if it was created for a cluster of gherkind.
func noteFile() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the user's cache folder: %w", err)
	}
	return filepath.Join(dir, "gherkind", "kind-network"), nil
}

// Note calls do, and records whether that created kind's network.
func Note(ctx context.Context, do func(context.Context) error) error {
	before, err := docker.NetworkID(ctx, docker.KindNetwork)
	if err != nil {
		return err
	}
	done := do(ctx)
	after, err := docker.NetworkID(context.WithoutCancel(ctx), docker.KindNetwork)
	if err == nil && before == "" && after != "" {
		err = note(after)
	}
	return errors.Join(done, err)
}

func note(id string) error {
	file, err := noteFile()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("note who made the network %q: %w", docker.KindNetwork, err)
	}
	return os.WriteFile(file, []byte(id+"\n"), 0o644)
}

// Remove removes kind's network if it was created here and no container uses it, not even a stopped one.
func Remove(ctx context.Context, progress host.Progress) error {
	id, err := docker.NetworkID(ctx, docker.KindNetwork)
	if err != nil || id == "" {
		return err
	}
	file, err := noteFile()
	if err != nil {
		return err
	}
	noted, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	users, err := docker.NetworkUsers(ctx, id)
	if err != nil {
		return err
	}
	if why := keeps(id, strings.TrimSpace(string(noted)), users); why != "" {
		progress.Info(fmt.Sprintf("left the Docker network %q: %s", docker.KindNetwork, why))
		return nil
	}
	return docker.RemoveNetwork(ctx, id)
}

// keeps says why a network is kept; "" if it can be removed.
func keeps(id, made string, users []string) string {
	switch {
	case id != made:
		return "it is not known to be made by gherkind"
	case len(users) > 0:
		return "used by " + strings.Join(users, ", ")
	}
	return ""
}
