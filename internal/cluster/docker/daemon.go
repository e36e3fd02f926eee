package docker

import "context"

// Answers returns an error if no daemon answers, or if there is no docker command.
func Answers(ctx context.Context) error { return run(ctx, "version") }

// Architecture returns the architecture of the daemon's machine, as Go names it.
func Architecture(ctx context.Context) (string, error) {
	return output(ctx, "version", "--format", "{{.Server.Arch}}")
}

// HasProxy reports whether the daemon pulls through a proxy.
func HasProxy(ctx context.Context) (bool, error) {
	proxies, err := output(ctx, "info", "--format", "{{.HTTPProxy}}{{.HTTPSProxy}}")
	return proxies != "", err
}
