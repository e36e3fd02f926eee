package addon

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Remove removes the images that were made for add-ons on this machine. Pulled
// ones stay. Docker must answer.
func Remove(ctx context.Context) error {
	out, err := command.New("docker", "images", "--filter", "reference="+repository, "--format", "{{.Repository}}:{{.Tag}}").Output(ctx)
	if err != nil {
		return fmt.Errorf("list the images of add-ons: %w", err)
	}
	var errs []error
	for _, ref := range strings.Fields(out) {
		errs = append(errs, command.New("docker", "rmi", ref).Run(ctx))
	}
	return errors.Join(errs...)
}
