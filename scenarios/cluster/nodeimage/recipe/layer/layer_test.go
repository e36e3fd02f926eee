package layer

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// read lists a layer as "type mode name -> link = content".
func read(t *testing.T, l Layer) []string {
	t.Helper()
	f, err := os.Open(l.File)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	gz, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for r := tar.NewReader(gz); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return got
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%c %04o %s>%s=%s", h.Typeflag, h.Mode, h.Name, h.Linkname, data))
	}
}

func write(t *testing.T, fill func(*Writer)) Layer {
	t.Helper()
	w, err := Create(filepath.Join(t.TempDir(), "layer.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	fill(w)
	l, err := w.Close()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestEntries(t *testing.T) {
	l := write(t, func(w *Writer) {
		w.File("/usr/bin/a", 0o755, []byte("A"))
		w.File("usr/bin/b", 0o644, nil)
		w.Dir("/tmp", 0o777|fs.ModeSticky)
		w.Dir("/tmp", 0o700) // exists already
		w.Symlink("/bin", "usr/bin")
	})
	want := []string{
		"5 0755 usr/>=", "5 0755 usr/bin/>=", "0 0755 usr/bin/a>=A", "0 0644 usr/bin/b>=",
		"5 1777 tmp/>=", "2 0777 bin>usr/bin=",
	}
	if got := read(t, l); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestTree(t *testing.T) {
	root := t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.MkdirAll(root+"/etc/sub", 0o750))
	must(os.WriteFile(root+"/etc/one", []byte("1"), 0o600))
	must(os.Link(root+"/etc/one", root+"/etc/two"))
	must(os.Symlink("/nowhere", root+"/etc/link"))
	must(os.MkdirAll(root+"/proc/1", 0o755))
	want := []string{
		"5 0750 etc/>=", "2 0777 etc/link>/nowhere=", "0 0600 etc/one>=1", "5 0750 etc/sub/>=", "1 0600 etc/two>etc/one=", "5 0755 proc/>=",
	}
	if got := read(t, write(t, func(w *Writer) { w.Tree(root, "proc") })); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestDigestIsOfTheContentOnly(t *testing.T) {
	fill := func(content string) func(*Writer) {
		return func(w *Writer) { w.File("a", 0o644, []byte(content)) }
	}
	a, b, c := write(t, fill("x")), write(t, fill("x")), write(t, fill("y"))
	if a.DiffID != b.DiffID || a.DiffID == c.DiffID {
		t.Errorf("got %s %s %s", a.DiffID, b.DiffID, c.DiffID)
	}
}

func TestFirstErrorSticks(t *testing.T) {
	w, err := Create(filepath.Join(t.TempDir(), "layer.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	w.Copy("a", 0o644, "/no/such/file")
	w.File("b", 0o644, nil)
	if _, err := w.Close(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
