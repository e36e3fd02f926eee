package cli

import (
	"archive/tar"
	"compress/gzip"
	"os"

	"github.com/rogpeppe/go-internal/testscript"
)

// pack FILE DIR creates a bundle from the files in a folder.
func pack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: pack FILE DIR")
	}
	file, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	zip := gzip.NewWriter(file)
	archive := tar.NewWriter(zip)
	ts.Check(archive.AddFS(os.DirFS(ts.MkAbs(args[1]))))
	ts.Check(archive.Close())
	ts.Check(zip.Close())
	ts.Check(file.Close())
}
