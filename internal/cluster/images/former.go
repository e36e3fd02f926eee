package images

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"sigs.k8s.io/kind/pkg/cluster/nodes"
	"sigs.k8s.io/kind/pkg/exec"
)

// removeFormer removes the former versions of an image from nodes: the kubelet of kind's nodes removes no images, so that each
// build would take more of the disk. Versions that a container or another run uses are kept. It is no error of the run if a node
// keeps one: the next version is the next occasion.
func (l Loader) removeFormer(ctx context.Context, all []nodes.Node, current string) {
	if l.UsedByOthers == nil || l.UsedByOthers(ctx, repositoryOf(current)) {
		return
	}
	errs := make([]error, len(all))
	var removing sync.WaitGroup
	for i, node := range all {
		removing.Go(func() {
			errs[i] = onNode(ctx, node.String(), func() error { return removeFormerFrom(node, current) })
		})
	}
	removing.Wait()
	if err := errors.Join(errs...); err != nil && ctx.Err() == nil {
		l.Progress.Info(fmt.Sprintf("former versions of %s stay in the nodes: %v", repositoryOf(current), err))
	}
}

func removeFormerFrom(node nodes.Node, current string) error {
	listed, err := exec.Output(node.Command("crictl", "images", "--output", "json"))
	if err != nil {
		return fmt.Errorf("list the images of %s: %w", node.String(), err)
	}
	used, err := exec.Output(node.Command("crictl", "ps", "--all", "--output", "json"))
	if err != nil {
		return fmt.Errorf("list the containers of %s: %w", node.String(), err)
	}
	ids, err := former(listed, used, current)
	if err != nil || len(ids) == 0 {
		return err
	}
	if err := node.Command("crictl", append([]string{"rmi"}, ids...)...).Run(); err != nil {
		return fmt.Errorf("remove images from %s: %w", node.String(), err)
	}
	return nil
}

// former returns the IDs of the former versions of an image that no container uses, from what crictl prints about images and
// containers. An image that has another name, too, is not among them.
func former(listed, containers []byte, current string) ([]string, error) {
	var have struct {
		Images []struct {
			ID       string   `json:"id"`
			RepoTags []string `json:"repoTags"`
		} `json:"images"`
	}
	if err := json.Unmarshal(listed, &have); err != nil {
		return nil, fmt.Errorf("read the list of images: %w", err)
	}
	var running struct {
		Containers []struct {
			ImageID  string `json:"imageId"`
			ImageRef string `json:"imageRef"`
		} `json:"containers"`
	}
	if err := json.Unmarshal(containers, &running); err != nil {
		return nil, fmt.Errorf("read the list of containers: %w", err)
	}
	inUse := map[string]bool{}
	for _, c := range running.Containers {
		inUse[c.ImageID], inUse[c.ImageRef] = true, true
	}
	var ids []string
	for _, image := range have.Images {
		stays := func(name string) bool { return name == current || repositoryOf(name) != repositoryOf(current) }
		if len(image.RepoTags) > 0 && !inUse[image.ID] && !slices.ContainsFunc(image.RepoTags, stays) {
			ids = append(ids, image.ID)
		}
	}
	return ids, nil
}

// repositoryOf returns the name of an image without its tag.
func repositoryOf(image string) string {
	if i := strings.LastIndex(image, ":"); i > strings.LastIndex(image, "/") {
		return image[:i]
	}
	return image
}
