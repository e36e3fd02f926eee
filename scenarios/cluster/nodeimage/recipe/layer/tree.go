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

// inode is the identity of a file, whatever its names.
type inode struct{ dev, ino uint64 }

// owned is what an image keeps of a file that package os does not tell.
type owned struct {
	uid, gid int
	inode    inode
	links    uint64
}

// Tree adds all that is under a folder of this machine as the root of the
// image: owners, modes, symbolic and hard links. Of the folders named in empty
// only the folder itself is taken; device nodes, pipes and sockets are left
// out, as a container gets its own.
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

// regular writes the second name of a file as a hard link to the first.
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
