package addon

import (
	"context"
	"errors"
	"math"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Kubectl runs the kubectl of the node image as administrator on a control plane.
type Kubectl struct {
	Node      string // the container of the control plane
	Namespace string
}

// Run runs kubectl with arguments, and returns its output.
func (k Kubectl) Run(ctx context.Context, args ...string) (string, error) {
	return k.runWith(ctx, "", args...)
}

func (k Kubectl) runWith(ctx context.Context, stdin string, args ...string) (string, error) {
	cmd := docker.Command(append([]string{
		"exec", "--interactive", k.Node, "kubectl", "--kubeconfig=/etc/kubernetes/admin.conf", "--namespace=" + k.Namespace,
	}, args...)...)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.Output(ctx)
	return strings.TrimSpace(out), err
}

// Apply applies a manifest, and overwrites fields that others have set.
func (k Kubectl) Apply(ctx context.Context, manifest string) error {
	_, err := k.runWith(ctx, manifest, "apply", "--server-side", "--force-conflicts", "--filename=-")
	return err
}

// ApplyBehindWebhook applies objects that are validated by a webhook that has just been started. It retries, because it cannot be
// watched when the webhook is reachable: it gets its certificate, and the API server a route to it, some seconds after its pod is
// ready.
func (k Kubectl) ApplyBehindWebhook(ctx context.Context, manifest string) error {
	var failed error
	err := Poll(ctx, func(ctx context.Context) (bool, error) {
		failed = k.Apply(ctx, manifest)
		return !webhookIsSilent(failed), nil
	})
	if err != nil && failed == nil {
		return err
	}
	return failed
}

// Poll asks until the answer is true, an error, or ctx has ended. It is for what cannot be watched.
func Poll(ctx context.Context, ask func(ctx context.Context) (bool, error)) error {
	backoff := wait.Backoff{Duration: 200 * time.Millisecond, Factor: 2, Cap: 3 * time.Second, Steps: math.MaxInt}
	return backoff.DelayFunc().Until(ctx, true, true, ask)
}

// webhookIsSilent reports whether a webhook does not answer yet, instead of rejecting the object.
func webhookIsSilent(err error) bool {
	var failed *command.Error
	return errors.As(err, &failed) && strings.Contains(failed.Said, "failed calling webhook")
}

// installed is the annotation of the namespace that records what is installed and ready.
const installed = "gherkind.local/addon"

// Installed returns what an earlier run has recorded with SetInstalled; "" if nothing is recorded, or the installation was
// interrupted.
func (k Kubectl) Installed(ctx context.Context) (string, error) {
	path := "jsonpath={.metadata.annotations." + strings.ReplaceAll(installed, ".", `\.`) + "}"
	return k.Run(ctx, "get", "namespace", k.Namespace, "--ignore-not-found", "--output="+path)
}

// SetInstalled records in the namespace what is installed and ready. "" removes the record before the installation is changed.
func (k Kubectl) SetInstalled(ctx context.Context, what string) error {
	note := installed + "=" + what
	if what == "" {
		note = installed + "-"
	}
	_, err := k.Run(ctx, "annotate", "--overwrite", "namespace", k.Namespace, note)
	return err
}
