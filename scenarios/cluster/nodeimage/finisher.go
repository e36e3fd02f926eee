package nodeimage

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// containerdTimeout is the time limit for containerd to start in the last stage.
const containerdTimeout = time.Minute

// finisher is the container of the last stage.
type finisher struct{ name string }

func (c finisher) exec(ctx context.Context, args ...string) (string, error) {
	return docker(ctx, append([]string{"exec", c.name}, args...)...)
}

func (c finisher) ctr(ctx context.Context, args ...string) (string, error) {
	return c.exec(ctx, append([]string{"ctr", "--namespace", "k8s.io"}, args...)...)
}

func (c finisher) startContainerd(ctx context.Context) error {
	if _, err := docker(ctx, "exec", "--detach", c.name, "containerd"); err != nil {
		return err
	}
	return repeat(ctx, "containerd does not answer", func() error {
		_, err := c.ctr(ctx, "version")
		return err
	})
}

func (c finisher) stopContainerd(ctx context.Context) error {
	if _, err := c.exec(ctx, "pkill", "--exact", "containerd"); err != nil {
		return err
	}
	return repeat(ctx, "containerd does not end", func() error {
		if _, err := c.exec(ctx, "pgrep", "--exact", "containerd"); err == nil {
			return fmt.Errorf("it still runs")
		}
		return nil
	})
}

// repeat retries until it succeeds or containerdTimeout has passed.
func repeat(ctx context.Context, what string, try func() error) error {
	ctx, cancel := context.WithTimeout(ctx, containerdTimeout)
	defer cancel()
	var failed error
	err := wait.PollUntilContextCancel(ctx, 200*time.Millisecond, true, func(context.Context) (bool, error) {
		failed = try()
		return failed == nil, nil
	})
	if err != nil {
		return fmt.Errorf("%s: %w (%w)", what, failed, context.Cause(ctx))
	}
	return nil
}

// manifests are the manifests that kind applies to a new cluster, and that contain its image names.
func manifests() []string {
	return []string{"/kind/manifests/default-cni.yaml", "/kind/manifests/default-storage.yaml"}
}

func (c finisher) relabel(ctx context.Context, names map[string]string) error {
	for _, manifest := range manifests() {
		text, err := c.exec(ctx, "cat", manifest)
		if err != nil {
			return err
		}
		for _, old := range sortedKeys(names) {
			text = strings.ReplaceAll(text, old, names[old])
		}
		write := command.New("docker", "exec", "--interactive", c.name, "cp", "/dev/stdin", manifest)
		write.Stdin = strings.NewReader(text + "\n")
		if err := write.Run(ctx); err != nil {
			return err
		}
	}
	_, err := c.ctr(ctx, append([]string{"images", "remove"}, sortedKeys(names)...)...)
	return err
}

// check makes sure that no image is missing, and that no replaced name is left.
func (c finisher) check(ctx context.Context, names []string, replaced map[string]string) error {
	out, err := c.ctr(ctx, "images", "list", "--quiet")
	if err != nil {
		return err
	}
	have := strings.Fields(out)
	for _, name := range names {
		if !slices.Contains(have, name) {
			return fmt.Errorf("image %s is not in the node (it has %s)", name, strings.Join(have, " "))
		}
	}
	for old := range replaced {
		if slices.Contains(have, old) {
			return fmt.Errorf("image %s is still in the node under kind's name", old)
		}
		if out, err := c.exec(ctx, append([]string{"grep", "-l", "-F", old}, manifests()...)...); err == nil {
			return fmt.Errorf("%s still names %s", out, old)
		}
	}
	return nil
}
