package images

import (
	"archive/tar"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestOwnNames(t *testing.T) {
	for name, want := range map[string]string{
		"shop": "gherkind.local/own/shop", "ghcr.io/Me/shop:1.2": "gherkind.local/own/ghcr-io-me-shop-1-2", "a__b@sha256:1": "gherkind.local/own/a-b-sha256-1",
	} {
		if got := (Own{Name: name}).Repository(); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if got := short("sha256:0123456789abcdef"); got != "0123456789ab" {
		t.Error(got)
	}
}

func TestOwnThatIsNotThere(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "Dockerfile"), "FROM scratch\n")
	for own, want := range map[*Own]string{
		{Name: "a"}:             "",
		{Name: "a", Build: dir}: "",
		{Name: "a", Build: filepath.Dir(dir), Go: "./cmd"}:    "",
		{Name: "a", Build: dir + "/none", Go: "./cmd"}:        "there is no folder",
		{Name: "a", Build: dir + "/none"}:                     "there is no folder",
		{Name: "a", Archive: dir + "/x.tar"}:                  "there is no archive",
		{Name: "a", Build: dir, Dockerfile: "Dockerfile.dev"}: "there is no file " + filepath.Join(dir, "Dockerfile.dev"),
	} {
		err := own.Check()
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v", own, err)
		}
	}
}

// TestDigestTellsContentsApart: the digest changes with the number, names and contents of files.
func TestDigestTellsContentsApart(t *testing.T) {
	seen := map[string]string{}
	for name, files := range map[string][]string{"one": {"a"}, "renamed": {"b"}, "two": {"a", "b"}} {
		dir := t.TempDir()
		for _, file := range files {
			write(t, filepath.Join(dir, "layers", file), "x")
		}
		sum, err := digest(dir)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := digest(dir); err != nil || again != sum {
			t.Errorf("%s: %s, then %s (%v)", name, sum, again, err)
		}
		if other, known := seen[sum]; known {
			t.Errorf("%s is like %s", name, other)
		}
		seen[sum] = name
	}
}

// TestFoldersArePacked: the archive has all files of a folder, and a reader that stops early does not cause a deadlock.
func TestFoldersArePacked(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "index.json"), "{}")
	write(t, filepath.Join(dir, "blobs", "sha256", "1"), strings.Repeat("x", 1<<20))
	var names []string
	err := streamed(t.Context(), dir, func(r io.Reader) error {
		archive := tar.NewReader(r)
		for {
			header, err := archive.Next()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if header.Typeflag == tar.TypeReg {
				names = append(names, header.Name)
			}
		}
	})
	if want := []string{"blobs/sha256/1", "index.json"}; err != nil || !slices.Equal(slices.Sorted(slices.Values(names)), want) {
		t.Errorf("%v, %v", names, err)
	}
	refuses := errors.New("refused")
	if err := streamed(t.Context(), dir, func(io.Reader) error { return refuses }); !errors.Is(err, refuses) {
		t.Error(err)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
