package nodeimage

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// etcds is the repository of etcd images that were extracted from node images.
const etcds = "gherkind.local/etcd"

// Etcd makes sure that Docker has the etcd image that is included in a node image, and returns the name of an image with etcd and
// etcdctl. This is the version that kubeadm requires, and it works without a registry.
func Etcd(ctx context.Context, image *Image) (ref string, err error) {
	sum := sha256.Sum256([]byte(image.Ref))
	ref = etcds + ":" + cmp.Or(image.KubernetesVersion, "unknown") + "-" + hex.EncodeToString(sum[:])[:12]
	if there, err := inDocker(ctx, ref); err != nil || there {
		return ref, err
	}
	if err := takeEtcd(ctx, image.Ref, ref); err != nil {
		return "", fmt.Errorf("take etcd out of the node image: %w", err)
	}
	return ref, nil
}

// takeEtcd starts a node and makes its containerd export the image: other programs cannot read its store.
func takeEtcd(ctx context.Context, node, ref string) (err error) {
	id, err := docker(ctx, "run", "--detach", "--label", labelStage+"="+stageBase, "--entrypoint", "sleep", node, "infinity")
	if err != nil {
		return err
	}
	defer func() {
		_, removed := docker(context.WithoutCancel(ctx), "rm", "--force", "--volumes", id)
		err = errors.Join(err, removed)
	}()
	c := finisher{id}
	if err := c.startContainerd(ctx); err != nil {
		return err
	}
	list, err := c.ctr(ctx, "images", "list", "--quiet")
	if err != nil {
		return err
	}
	name, err := etcdIn(list)
	if err != nil {
		return err
	}
	return c.export(ctx, name, ref)
}

// etcdIn returns the name of the etcd image from a list of image names, one per line.
func etcdIn(list string) (string, error) {
	for _, name := range strings.Fields(list) {
		if strings.Contains(name, "/etcd:") {
			return name, nil
		}
	}
	return "", errors.New("no image in it is called etcd")
}

// export transfers an image from the container's containerd to Docker, under another name.
func (c finisher) export(ctx context.Context, name, ref string) error {
	dir, err := os.MkdirTemp("", "gherkind-image-")
	if err != nil {
		return fmt.Errorf("make a folder for the image: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // a temporary folder, which the system removes eventually
	had, err := inDocker(ctx, name)
	if err != nil {
		return err
	}
	const inside = "/image.tar"
	archive := filepath.Join(dir, "image.tar")
	if _, err := c.ctr(ctx, "images", "export", "--local", inside, name); err != nil { // without --local, there is no manifest for Docker
		return err
	}
	for _, args := range [][]string{
		{"cp", c.name + ":" + inside, archive},
		{"load", "--quiet", "--input", archive},
		{"tag", name, ref},
	} {
		if _, err := docker(ctx, args...); err != nil {
			return err
		}
	}
	if !had {
		_, err = docker(ctx, "rmi", "--no-prune", name)
	}
	return err
}
