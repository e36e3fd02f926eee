package nodeimage

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// finishName starts the name of the container of the last stage.
const finishName = "gherkind-finish-"

// containerdTimeout bounds the start of containerd in the last stage.
const containerdTimeout = time.Minute

// finish gives images that are not what kind's names stand for their own
// names, in the image store and in the manifests that kind applies, and makes
// the image of the result.
func (b *build) finish(ctx context.Context) error {
	b.progress.Step("name the stand-ins honestly, check the images")
	c := finisher{name: finishName + b.hash}
	_, err := docker(ctx, "run", "--detach", "--name", c.name, "--security-opt", "seccomp=unconfined",
		"--entrypoint", "sleep", b.unfinishedRef(), "infinity")
	if err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{
		c.startContainerd,
		func(ctx context.Context) error { return c.relabel(ctx, b.images.Relabel) },
		func(ctx context.Context) error { return c.check(ctx, b.wanted(), b.images.Relabel) },
		c.stopContainerd,
		func(ctx context.Context) error { return b.commit(ctx, c.name) },
	} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("finish the node image: %w", err)
		}
	}
	b.progress.Done(b.ref())
	return nil
}

// wanted are the names that images have in the finished node.
func (b *build) wanted() []string {
	var names []string
	for _, image := range b.images.Images {
		for _, name := range image.Names {
			if b.images.Relabel[name] == "" {
				names = append(names, name)
			}
		}
	}
	return names
}

func (b *build) commit(ctx context.Context, container string) error {
	about, err := json.Marshal(contents{Workloads: b.images.Workloads, About: b.images.About})
	if err != nil {
		return err
	}
	start, err := json.Marshal(entrypoint())
	if err != nil {
		return err
	}
	args := []string{"commit", "--change", "ENTRYPOINT " + string(start)}
	for _, label := range [][2]string{
		{labelStage, stageFinished}, {labelVersion, b.kubernetes()}, {labelContents, string(about)},
	} {
		args = append(args, "--change", "LABEL "+label[0]+"="+strconv.Quote(label[1]))
	}
	_, err = docker(ctx, append(args, container, b.ref())...)
	return err
}

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

// repeat tries until it works, for as long as containerd may take.
func repeat(ctx context.Context, what string, try func() error) error {
	ctx, cancel := context.WithTimeout(ctx, containerdTimeout)
	defer cancel()
	again := time.NewTicker(lockEvery)
	defer again.Stop()
	for {
		err := try()
		if err == nil {
			return nil
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return fmt.Errorf("%s: %w (%w)", what, err, context.Cause(ctx))
		}
	}
}

// manifests are what kind applies to a new cluster, and names its images in.
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

// check makes sure that nothing is missing, and that no name is false.
func (c finisher) check(ctx context.Context, wanted []string, replaced map[string]string) error {
	out, err := c.ctr(ctx, "images", "list", "--quiet")
	if err != nil {
		return err
	}
	have := strings.Fields(out)
	for _, name := range wanted {
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
