// Package debroot creates the parts of a node image that come from Debian packages: the root file system of a node, and the layers
// of small images with programs from Debian. It requires root privileges, debootstrap and a mirror.
package debroot

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage/recipe/layer"
)

// Parts are the parts that come from Debian packages.
type Parts struct {
	Node    layer.Layer `json:"node"`    // the root file system of a node, without compiled programs
	Net     layer.Layer `json:"net"`     // iptables, nft, conntrack and kmod
	Busybox layer.Layer `json:"busybox"` // the base of every small image: a shell and its commands
	Nginx   layer.Layer `json:"nginx"`
	Stress  layer.Layer `json:"stress"`
	// Versions are the Debian versions of the packages in small images.
	Versions map[string]string `json:"versions"`
}

// Input is the input of Make.
type Input struct {
	Suite, Mirror string // the suite ("bookworm") and a mirror that provides it
	KindDir       string // the source of kind, whose base files are copied to the node
}

const partsFile = "parts.json"

// Make creates the layers in the folder dir, which must exist and be empty. It requires root privileges. If it succeeds, it has
// removed its temporary folders from dir.
func Make(ctx context.Context, in Input, dir string) error {
	root, workloads := filepath.Join(dir, "root"), filepath.Join(dir, "workloads")
	p := &Parts{Versions: map[string]string{}}
	for _, step := range []func() error{
		func() error { return debootstrap(ctx, in, root) },
		func() error { return unpackWorkloads(ctx, root, workloads, p.Versions) },
		func() error { return compileBusybox(ctx, in, root, workloads, p.Versions) },
		func() error { return p.smallLayers(ctx, dir, root, workloads) },
		func() error { return finishRoot(ctx, in.KindDir, root) },
		func() error { return p.nodeLayer(dir, root) },
		func() error { return os.RemoveAll(workloads) },
		func() error { return os.RemoveAll(root) },
	} {
		if err := step(); err != nil {
			return fmt.Errorf("make the Debian part of the node image: %w", err)
		}
	}
	data, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, partsFile), data, 0o644)
}

// Load reads the parts that Make created in dir. The folder may have been renamed.
func Load(dir string) (*Parts, error) {
	data, err := os.ReadFile(filepath.Join(dir, partsFile))
	if err != nil {
		return nil, fmt.Errorf("read the Debian part of the node image: %w", err)
	}
	var p Parts
	if err := json.Unmarshal(data, &p); err != nil {
		return nil, fmt.Errorf("read %s: %w", filepath.Join(dir, partsFile), err)
	}
	for _, l := range []*layer.Layer{&p.Node, &p.Net, &p.Busybox, &p.Nginx, &p.Stress} {
		l.File = filepath.Join(dir, filepath.Base(l.File))
	}
	return &p, nil
}

// contained returns a command that runs in its own mount and PID namespaces, so that no mounts or processes are left behind if it is
// killed.
func contained(name string, args ...string) command.Cmd {
	return command.New("unshare", append([]string{
		"--mount", "--pid", "--fork", "--mount-proc", "--kill-child", "--", name}, args...)...)
}

func debootstrap(ctx context.Context, in Input, root string) error {
	return contained("debootstrap", "--variant=minbase", "--include="+strings.Join(NodePackages(), ","),
		in.Suite, root, in.Mirror).Run(ctx)
}

// unpackWorkloads downloads packages with the apt of the new root, and unpacks them in the folder dir without installing them.
func unpackWorkloads(ctx context.Context, root, dir string, versions map[string]string) error {
	debs := filepath.Join(root, "tmp/debs")
	if err := os.MkdirAll(debs, 0o755); err != nil {
		return err
	}
	fetch := "cd /tmp/debs && apt-get --quiet --option APT::Sandbox::User=root download " + strings.Join(WorkloadPackages(), " ")
	if err := contained("chroot", root, "sh", "-c", fetch).Run(ctx); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(debs, "*.deb"))
	if err != nil {
		return err
	}
	for _, deb := range files {
		if err := command.New("dpkg-deb", "--extract", deb, dir).Run(ctx); err != nil {
			return err
		}
		out, err := command.New("dpkg-deb", "--show", "--showformat=${Package} ${Version}", deb).Output(ctx)
		if err != nil {
			return err
		}
		name, version, _ := strings.Cut(out, " ")
		versions[name] = version
	}
	return os.RemoveAll(debs)
}

// nodeLayer creates a layer of the whole root, except for files that are created in every container or that only the build needs.
func (p *Parts) nodeLayer(dir, root string) (err error) {
	w, err := layer.Create(filepath.Join(dir, "node.tar.gz"))
	if err != nil {
		return err
	}
	w.Tree(root, "dev", "proc", "sys", "run", "tmp", "var/tmp", "var/log", "var/lib/apt/lists", "var/cache/apt/archives")
	p.Node, err = w.Close()
	return err
}
