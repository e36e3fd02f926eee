package images

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"regexp"

	kind "sigs.k8s.io/kind/pkg/cluster"
	"sigs.k8s.io/kind/pkg/cluster/nodes"
	"sigs.k8s.io/kind/pkg/cluster/nodeutils"
	"sigs.k8s.io/kind/pkg/exec"
)

// LoadArchive loads the images of an archive into all nodes of a cluster.
func LoadArchive(ctx context.Context, cluster, archive string) error {
	all, err := kind.NewProvider(kind.ProviderWithDocker()).ListInternalNodes(cluster)
	if err != nil {
		return fmt.Errorf("list the nodes: %w", err)
	}
	return loadInto(ctx, archive, all, nodeutils.LoadImageArchive)
}

func loadInto(ctx context.Context, archive string, into []nodes.Node, load func(nodes.Node, io.Reader) error) error {
	file, err := os.Open(archive)
	if err != nil {
		return fmt.Errorf("open the image archive: %w", err)
	}
	defer func() { _ = file.Close() }() // errors of closing do not matter after reading
	for _, node := range into {
		err := onNode(ctx, node.String(), func() error {
			if _, err := file.Seek(0, io.SeekStart); err != nil {
				return fmt.Errorf("read the image archive again: %w", err)
			}
			return load(node, file)
		})
		if err != nil {
			return fmt.Errorf("load it into %s: %w", node.String(), err)
		}
	}
	return nil
}

// importPlatform loads an archive like kind, but for one platform only. If Docker uses containerd's image store, it saves the
// index of all platforms but the layers of only one, and kind would require all of them.
func importPlatform(node nodes.Node, platform string, archive io.Reader) error {
	return importWith(node, platform, archive, "--digests")
}

// importAs is importPlatform with another name for the image than that in the archive, which is then its only one: with a second one,
// by digest, the node would list the image for ever, because containerd's CRI plugin does not notice when that is removed.
func importAs(node nodes.Node, platform, name string, archive io.Reader) error {
	return importWith(node, platform, archive, "--index-name="+name)
}

func importWith(node nodes.Node, platform string, archive io.Reader, more ...string) error {
	config, err := exec.Output(node.Command("containerd", "config", "dump"))
	if err != nil {
		return fmt.Errorf("ask containerd for its snapshotter: %w", err)
	}
	args := []string{"--namespace=k8s.io", "images", "import", "--platform=" + platform}
	args = append(args, more...)
	if s := snapshotter.FindSubmatch(config); s != nil {
		args = append(args, "--snapshotter="+string(s[1]))
	}
	err = node.Command("ctr", append(args, "-")...).SetStdin(archive).Run()
	if failed := exec.RunErrorForError(err); failed != nil {
		err = fmt.Errorf("%w: %s", err, bytes.TrimSpace(failed.Output))
	}
	return err
}

// snapshotter matches the snapshotter for images, which comes first in every version of containerd's configuration.
var snapshotter = regexp.MustCompile(`(?m)^\s*snapshotter = ['"]([^'"]+)['"]`)
