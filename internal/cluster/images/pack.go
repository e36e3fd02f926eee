package images

import (
	"archive/tar"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// packed streams a folder to a reader as an archive.
func packed(ctx context.Context, folder string, read func(io.Reader) error) error {
	r, w := io.Pipe()
	go func() {
		archive := tar.NewWriter(w)
		err := archive.AddFS(os.DirFS(filepath.Clean(folder)))
		_ = w.CloseWithError(errors.Join(err, archive.Close(), ctx.Err())) // it never fails
	}()
	err := read(r)
	return errors.Join(err, r.Close()) // closing the reader stops packing
}
