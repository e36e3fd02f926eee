package debian

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Missing returns those of the packages that are not installed.
func Missing(ctx context.Context, packages ...string) ([]string, error) {
	args := append([]string{"--show", "--showformat", `${binary:Package} ${db:Status-Status}\n`}, packages...)
	// dpkg-query exits with 1 if a name is unknown, but lists the others.
	out, err := command.New("dpkg-query", args...).Output(ctx)
	if err != nil && command.NotFound(err) {
		return nil, fmt.Errorf("look up installed packages: %w", err)
	}
	if ctx.Err() != nil {
		return nil, fmt.Errorf("look up installed packages: %w", context.Cause(ctx))
	}
	return missing(out, packages), nil
}

func missing(listed string, packages []string) []string {
	var installed []string
	for line := range strings.Lines(listed) {
		name, status, _ := strings.Cut(strings.TrimSpace(line), " ")
		name, _, _ = strings.Cut(name, ":") // removes the architecture, as in libc6:amd64
		if status == "installed" {
			installed = append(installed, name)
		}
	}
	return slices.DeleteFunc(slices.Clone(packages), func(p string) bool { return slices.Contains(installed, p) })
}

// Install installs packages without questions and without recommended packages. It needs root. An error of the update only
// matters if the installation fails: one of many sources may be unreachable.
func Install(ctx context.Context, packages ...string) error {
	updated := apt(ctx, "update")
	err := apt(ctx, append([]string{"install", "--yes", "--no-install-recommends"}, packages...)...)
	if err != nil {
		return errors.Join(err, updated)
	}
	return nil
}

// apt waits for another apt process on this machine instead of failing at its lock.
func apt(ctx context.Context, args ...string) error {
	cmd := command.New("apt-get", append([]string{"--quiet", "--option", "DPkg::Lock::Timeout=120"}, args...)...)
	cmd.Env = []string{"DEBIAN_FRONTEND=noninteractive"}
	return cmd.Run(ctx)
}
