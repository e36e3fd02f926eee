package host

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// RegistryTimeout is how long a registry has to answer. A reachable one takes
// well under a second; where none is, name resolution may hang for longer.
const RegistryTimeout = 4 * time.Second

// Registry returns nil when a registry says that it has the image, in the form
// docker pull takes it. The image itself is not fetched.
func Registry(ctx context.Context, image string) error {
	ctx, cancel := context.WithTimeoutCause(ctx, RegistryTimeout,
		fmt.Errorf("no answer within %s", RegistryTimeout))
	defer cancel()
	err := command.New("docker", "manifest", "inspect", image).Run(ctx)
	var failed *command.Error
	if errors.As(err, &failed) && failed.Said != "" {
		err = errors.New(failed.Said) // the command line would only repeat the name
	}
	if err != nil {
		return fmt.Errorf("ask the registry of %s: %w", image, err)
	}
	return nil
}
