package watch

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func write(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestFolders: saving a matching file is reported, also in a new folder; saving others is not.
func TestFolders(t *testing.T) {
	dir := t.TempDir()
	f, err := New(t.Context(), func(path string) bool { return strings.HasSuffix(path, ".feature") })
	if err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(dir, "a.feature")
	write(t, old)
	write(t, filepath.Join(dir, "notes.txt"))
	if err := f.Follow(t.Context(), dir, filepath.Join(dir, "absent")); err != nil {
		t.Fatal(err)
	}
	write(t, old)
	<-f.Changed
	write(t, filepath.Join(dir, "notes.txt")) // ignored: the next report is about the new folder
	deep := filepath.Join(dir, "new", "deep")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	<-f.Changed
	if err := f.Follow(t.Context(), dir); err != nil { // like a receiver of Changed does
		t.Fatal(err)
	}
	write(t, filepath.Join(deep, "b.feature"))
	<-f.Changed
	if f.Len() != 3 || f.Err() != nil {
		t.Errorf("%d folders, %v", f.Len(), f.Err())
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestFollowOnly: folders below are not watched.
func TestFollowOnly(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "below"), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := New(t.Context(), func(string) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	if err := f.FollowOnly(dir, dir, filepath.Join(dir, "absent")); err != nil || f.Len() != 1 {
		t.Errorf("%d folders, %v", f.Len(), err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
