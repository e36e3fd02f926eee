package debroot

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// finishRoot turns a Debian root into a kind node. It follows kind's images/base/Dockerfile: it adds kind's files, and removes
// services and files that a node does not need.
func finishRoot(ctx context.Context, kindDir, root string) error {
	if err := copyKindFiles(filepath.Join(kindDir, "images/base/files"), root); err != nil {
		return err
	}
	for _, dir := range []string{"etc/kubernetes/manifests", "opt/cni/bin"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			return err
		}
	}
	if err := removeAll(root, append(unwantedServices(), unwantedFiles()...)); err != nil {
		return err
	}
	if err := removeDocs(filepath.Join(root, "usr/share/doc")); err != nil {
		return err
	}
	if err := appendLine(filepath.Join(root, "etc/systemd/journald.conf"), "ReadKMsg=no"); err != nil {
		return err // the kernel messages are those of the host
	}
	if err := os.Symlink("/usr/lib/systemd/systemd", filepath.Join(root, "usr/sbin/init")); err != nil {
		return err
	}
	for _, args := range [][]string{
		{"enable", "kubelet.service", "containerd.service", "undo-mount-hacks.service"},
		{"mask", "systemd-binfmt.service"}, // it would register binary formats in the kernel of the host
	} {
		if err := contained("chroot", append([]string{root, "systemctl"}, args...)...).Run(ctx); err != nil {
			return err
		}
	}
	return nil
}

// copyKindFiles copies kind's files, scripts with mode 0755 and all others with 0644, because Go's module cache does not keep the
// original modes.
func copyKindFiles(from, root string) error {
	err := filepath.WalkDir(from, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, file)
		if err != nil {
			return err
		}
		target := filepath.Join(root, name)
		if d.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		mode := fs.FileMode(0o644)
		if filepath.Base(filepath.Dir(file)) == "bin" {
			mode = 0o755
		}
		return os.WriteFile(target, data, mode)
	})
	if err != nil {
		return fmt.Errorf("copy kind's files: %w", err)
	}
	return nil
}

func unwantedServices() []string {
	return []string{
		"usr/lib/systemd/system/sysinit.target.wants/systemd-tmpfiles-setup.service",
		"usr/lib/systemd/system/multi-user.target.wants/*",
		"etc/systemd/system/*.wants/*",
		"usr/lib/systemd/system/local-fs.target.wants/*",
		"usr/lib/systemd/system/sockets.target.wants/*udev*",
		"usr/lib/systemd/system/sockets.target.wants/*initctl*",
		"usr/lib/systemd/system/basic.target.wants/*",
	}
}

// unwantedFiles returns caches, documentation, and the host name and resolver configuration of the build machine.
func unwantedFiles() []string {
	return []string{
		"etc/hostname", "etc/resolv.conf", "usr/sbin/init",
		"usr/share/man/*", "usr/share/info/*", "usr/share/locale/*", "usr/share/doc-base/*",
		"var/cache/*/*", "var/lib/apt/lists/*", "var/log/*",
	}
}

func removeAll(root string, patterns []string) error {
	for _, pattern := range patterns {
		files, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			return err
		}
		for _, file := range files {
			if err := os.RemoveAll(file); err != nil {
				return err
			}
		}
	}
	return nil
}

// removeDocs removes all documentation except for the licences.
func removeDocs(dir string) error {
	return filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "copyright" {
			return err
		}
		return os.Remove(file)
	})
}

func appendLine(file, line string) error {
	data, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(data) > 0 && !strings.HasSuffix(string(data), "\n") {
		line = "\n" + line
	}
	return os.WriteFile(file, append(data, line+"\n"...), 0o644)
}
