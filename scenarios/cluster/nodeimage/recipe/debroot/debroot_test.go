package debroot

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// tree creates files in a new folder: name → content.
func tree(t *testing.T, names map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range names {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o444); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func list(t *testing.T, root string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, file)
		names = append(names, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestCopyKindFilesRestoresModes(t *testing.T) {
	from := tree(t, map[string]string{"usr/local/bin/entrypoint": "#!", "kind/bin/hook.sh": "#!", "etc/crictl.yaml": "x"})
	root := t.TempDir()
	if err := copyKindFiles(from, root); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]fs.FileMode{"usr/local/bin/entrypoint": 0o755, "kind/bin/hook.sh": 0o755, "etc/crictl.yaml": 0o644} {
		if info, err := os.Stat(filepath.Join(root, name)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}

func TestRemovals(t *testing.T) {
	root := tree(t, map[string]string{
		"etc/systemd/system/a.target.wants/x": "", "etc/systemd/system/kept.service": "",
		"usr/lib/systemd/system/sockets.target.wants/systemd-udevd.socket": "", "usr/lib/systemd/system/sockets.target.wants/systemd-journald.socket": "",
		"usr/share/doc/a/copyright": "", "usr/share/doc/a/changelog.gz": "", "usr/share/man/man1/a.1": "", "etc/resolv.conf": "", "etc/passwd": "",
	})
	if err := removeAll(root, append(unwantedServices(), unwantedFiles()...)); err != nil {
		t.Fatal(err)
	}
	if err := removeDocs(filepath.Join(root, "usr/share/doc")); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"etc/passwd", "etc/systemd/system/kept.service",
		"usr/lib/systemd/system/sockets.target.wants/systemd-journald.socket", "usr/share/doc/a/copyright",
	}
	if got := list(t, root); !slices.Equal(got, want) {
		t.Errorf("remaining files: %v", got)
	}
}

func TestAppendLine(t *testing.T) {
	for before, want := range map[string]string{"": "new\n", "old\n": "old\nnew\n", "old": "old\nnew\n"} {
		file := filepath.Join(tree(t, map[string]string{"f": before}), "f")
		if err := os.Chmod(file, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := appendLine(file, "new"); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(file); err != nil || string(data) != want {
			t.Errorf("after %q: got %q, %v", before, data, err)
		}
	}
}

func TestLoadFollowsARenamedFolder(t *testing.T) {
	dir := tree(t, map[string]string{partsFile: `{"node":{"file":"/elsewhere/node.tar.gz","diffID":"sha256:1"},"versions":{"nginx":"1"}}`})
	p, err := Load(dir)
	if err != nil || p.Node.File != filepath.Join(dir, "node.tar.gz") || p.Versions["nginx"] != "1" {
		t.Errorf("got %+v, %v", p, err)
	}
	if _, err := Load(t.TempDir()); err == nil {
		t.Error("no error for an empty folder")
	}
}
