package nodeimage

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
)

// finishName is the prefix of the name of the last stage's container.
const finishName = "gherkind-finish-"

// finish renames the images that replace published ones, in the image store and in the manifests that kind applies, and commits the
// result as an image.
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
		func(ctx context.Context) error { return c.check(ctx, b.imageNames(), b.images.Relabel) },
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

// imageNames returns the names of the images in the finished node.
func (b *build) imageNames() []string {
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
