package addon

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// kubectl runs the kubectl that every node image has, as the administrator, on
// a control plane.
type kubectl struct{ node, namespace string }

func (k kubectl) run(ctx context.Context, stdin string, args ...string) (string, error) {
	cmd := docker.Command(append([]string{
		"exec", "--interactive", k.node, "kubectl", "--kubeconfig=/etc/kubernetes/admin.conf", "--namespace=" + k.namespace,
	}, args...)...)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.Output(ctx)
	return strings.TrimSpace(out), err
}

// apply takes back what somebody else has set meanwhile.
func (k kubectl) apply(ctx context.Context, manifest string) error {
	_, err := k.run(ctx, manifest, "apply", "--server-side", "--force-conflicts", "--filename=-")
	return err
}

// Pauses between two tries of applyHooked.
const (
	firstPause = 200 * time.Millisecond
	longPause  = 3 * time.Second
)

// applyHooked applies what a webhook checks that has just been started. That it
// serves cannot be watched: it has its certificate, and the API server a route
// to it, some seconds after its pod is ready.
func (k kubectl) applyHooked(ctx context.Context, manifest string) error {
	pause := firstPause
	again := time.NewTimer(pause)
	defer again.Stop()
	for {
		err := k.apply(ctx, manifest)
		if err == nil || !hookIsSilent(err) {
			return err
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return err
		}
		pause = min(2*pause, longPause)
		again.Reset(pause)
	}
}

// hookIsSilent tells a webhook that does not answer yet from one that refuses.
func hookIsSilent(err error) bool {
	var failed *command.Error
	return errors.As(err, &failed) && strings.Contains(failed.Said, "failed calling webhook")
}
