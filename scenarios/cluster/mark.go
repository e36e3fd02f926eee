package cluster

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/etcd"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// A cluster of ours is recognised by the name of the image its nodes were made
// from: gherkind.local/cluster:TOPOLOGY-HASH. kind offers no label of our own on
// a container, and a label or ConfigMap inside Kubernetes cannot be read while
// the nodes are stopped or half made. The name is there from the container's
// first moment, survives a restart, goes with it, and docker ps shows it.
const markRepository = "gherkind.local/cluster"

func markOf(topology, hash string) string {
	return fmt.Sprintf("%s:%s-%s", markRepository, topology, hash)
}

// readMark takes a mark apart; ok is false for an image that is not ours.
func readMark(image string) (topology, hash string, ok bool) {
	tag, ours := strings.CutPrefix(image, markRepository+":")
	at := strings.LastIndex(tag, "-")
	if !ours || at < 1 {
		return "", "", false
	}
	return tag[:at], tag[at+1:], true
}

// tagMark gives the node image its second name. Docker keeps one copy.
func tagMark(ctx context.Context, image, mark string) error {
	if err := command.New("docker", "tag", image, mark).Run(ctx); err != nil {
		return fmt.Errorf("name the node image %s: %w", mark, err)
	}
	return nil
}

// makeMark is tagMark for an image with some files more, which every node of
// the cluster has from its first moment.
func makeMark(ctx context.Context, image, mark string, files map[string][]byte) (err error) {
	doing := fmt.Sprintf("add %d files to the node image", len(files))
	id, err := command.New("docker", "create", image).Output(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	id = strings.TrimSpace(id)
	defer func() {
		err = errors.Join(err, command.New("docker", "rm", "--volumes", id).Run(context.WithoutCancel(ctx)))
	}()
	if err := etcd.CopyInto(ctx, id, files); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if err := command.New("docker", "commit", id, mark).Run(ctx); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}
