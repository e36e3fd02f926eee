package sharedlib

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestClosureOfADynamicProgram(t *testing.T) {
	files, err := Closure([]string{"/"}, "/bin/sh")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("/bin/sh is missing, or its libraries are not where Debian has them: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	var libc, loader bool
	for _, f := range files {
		libc = libc || strings.HasSuffix(f.Name, "/libc.so.6")
		loader = loader || strings.Contains(f.Name, "/ld-linux-")
		if strings.HasPrefix(f.Name, "/") || !strings.HasPrefix(f.Name, "usr/") {
			t.Errorf("%s is not in usr", f.Name)
		}
		if info, err := os.Lstat(f.Source); err != nil || !info.Mode().IsRegular() {
			t.Errorf("%s: %v, %v", f.Source, info, err)
		}
	}
	if !libc || !loader {
		t.Errorf("got %v", files)
	}
}

func TestClosureNamesWhatIsMissing(t *testing.T) {
	_, err := Closure([]string{t.TempDir()}, "/bin/sh")
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "/bin/sh needs") {
		t.Errorf("got %v", err)
	}
	file := filepath.Join(t.TempDir(), "script")
	if err := os.WriteFile(file, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Closure([]string{"/"}, file); err == nil {
		t.Error("no error for a script")
	}
}

func TestResolveStaysInTheRoot(t *testing.T) {
	root := t.TempDir()
	if err := os.MkdirAll(root+"/usr/lib/x", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(root+"/usr/lib/x/libc.so.6.1", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{
		"lib":                "usr/lib",
		"usr/lib/x/libc.so":  "libc.so.6.1",
		"usr/lib/x/absolute": "/lib/x/libc.so",
		"usr/lib/x/up":       "../../../../usr/lib/x/absolute",
		"loop":               "loop",
		"dangling":           "/etc/passwd",
	} {
		if err := os.Symlink(target, filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	want := filepath.Join(root, "usr/lib/x/libc.so.6.1")
	for _, name := range []string{"lib/x/libc.so.6.1", "lib/x/libc.so", "lib/x/absolute", "/lib/x/up"} {
		if got, err := Resolve(root, name); err != nil || got != want {
			t.Errorf("%s: got %s, %v", name, got, err)
		}
	}
	if _, err := Resolve(root, "dangling"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("dangling: got %v", err)
	}
	if _, err := Resolve(root, "loop"); err == nil || !strings.Contains(err.Error(), "too many links") {
		t.Errorf("loop: got %v", err)
	}
}
