package layer

import (
	"archive/tar"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// inode identifies a file, independent of its names.
type inode struct{ dev, ino uint64 }

// owned is the metadata that an image needs and that fs.FileInfo does not contain.
type owned struct {
	uid, gid int
	inode    inode
	links    uint64
}

// Tree adds the content of a folder on this machine as the root of the image, with owners, modes, symbolic links and hard links. It
// adds the folders in empty without their content. It omits device nodes, pipes and sockets, because the container runtime creates
// its own.
func (w *Writer) Tree(root string, empty ...string) {
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || file == root {
			return err
		}
		name, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		if err := w.entry(name, file, d); err != nil {
			return err
		}
		if d.IsDir() && slices.Contains(empty, name) {
			return filepath.SkipDir
		}
		return w.err
	})
	w.fail(err)
}

func (w *Writer) entry(name, file string, d fs.DirEntry) error {
	info, err := d.Info()
	if err != nil {
		return err
	}
	of, err := ownedBy(info)
	if err != nil {
		return fmt.Errorf("read the owner of %s: %w", file, err)
	}
	h := &tar.Header{Name: name, Mode: unixMode(info.Mode()), Uid: of.uid, Gid: of.gid}
	switch {
	case info.IsDir():
		h.Typeflag = tar.TypeDir
	case info.Mode()&fs.ModeSymlink != 0:
		h.Typeflag = tar.TypeSymlink
		if h.Linkname, err = os.Readlink(file); err != nil {
			return err
		}
	case info.Mode().IsRegular():
		return w.regular(h, file, info.Size(), of)
	default:
		return nil
	}
	w.put(h, nil)
	return nil
}

// regular adds a file, or a hard link if the file was already added with another name.
func (w *Writer) regular(h *tar.Header, file string, size int64, of owned) error {
	if first, seen := w.links[of.inode]; seen && of.links > 1 {
		h.Typeflag, h.Linkname = tar.TypeLink, first
		w.put(h, nil)
		return nil
	}
	w.links[of.inode] = strings.TrimPrefix(h.Name, "/")
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	h.Typeflag, h.Size = tar.TypeReg, size
	w.put(h, f)
	return nil
}
