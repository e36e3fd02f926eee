// Package layer writes image layers: gzipped tar files that are identified by the digest of their content. All times are constant,
// so that the same content has the same digest and an image store keeps a shared layer only once.
package layer

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"
)

// Layer is a finished layer.
type Layer struct {
	File   string `json:"file"`   // gzipped tar
	DiffID string `json:"diffID"` // "sha256:…" of the tar, before compression
	Size   int64  `json:"size"`   // of File, in bytes
}

// Writer writes a layer, entry by entry. Names are relative to the root of the image, also if they start with a slash. Missing
// parent folders of an entry are added. After the first error, nothing more is written, and Close returns the error.
type Writer struct {
	file  *os.File
	buf   *bufio.Writer
	gz    *gzip.Writer
	tar   *tar.Writer
	sum   hash.Hash
	dirs  map[string]bool
	links map[inode]string
	err   error
}

// epoch returns the time of every entry. It is constant, because the digest depends on it.
func epoch() time.Time { return time.Unix(0, 0) }

// Create starts a layer in a new file. The file is only valid after Close has returned no error.
func Create(file string) (*Writer, error) {
	f, err := os.Create(file)
	if err != nil {
		return nil, fmt.Errorf("create a layer: %w", err)
	}
	w := &Writer{file: f, buf: bufio.NewWriterSize(f, 1<<20), sum: sha256.New(), dirs: map[string]bool{".": true}, links: map[inode]string{}}
	// The fastest level, because a layer is unpacked on the same machine.
	if w.gz, err = gzip.NewWriterLevel(w.buf, gzip.BestSpeed); err != nil {
		return nil, err
	}
	w.tar = tar.NewWriter(io.MultiWriter(w.gz, w.sum))
	return w, nil
}

// Close finishes the layer.
func (w *Writer) Close() (Layer, error) {
	for _, end := range []func() error{w.tar.Close, w.gz.Close, w.buf.Flush} {
		if err := end(); w.err == nil {
			w.err = err
		}
	}
	info, err := w.file.Stat()
	if closed := w.file.Close(); err == nil {
		err = closed
	}
	if w.err == nil {
		w.err = err
	}
	if w.err != nil {
		return Layer{}, fmt.Errorf("write layer %s: %w", w.file.Name(), w.err)
	}
	return Layer{File: w.file.Name(), DiffID: "sha256:" + hex.EncodeToString(w.sum.Sum(nil)), Size: info.Size()}, nil
}

// Dir adds a folder that root owns.
func (w *Writer) Dir(name string, mode fs.FileMode) {
	w.put(&tar.Header{Typeflag: tar.TypeDir, Name: name, Mode: unixMode(mode)}, nil)
}

// File adds a file that root owns.
func (w *Writer) File(name string, mode fs.FileMode, content []byte) {
	w.put(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: unixMode(mode), Size: int64(len(content))}, strings.NewReader(string(content)))
}

// Copy adds a file that root owns, with the content of a file on this machine.
func (w *Writer) Copy(name string, mode fs.FileMode, from string) {
	f, err := os.Open(from)
	if err != nil {
		w.fail(err)
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		w.fail(err)
		return
	}
	w.put(&tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: unixMode(mode), Size: info.Size()}, f)
}

// Symlink adds a symbolic link.
func (w *Writer) Symlink(name, target string) {
	w.put(&tar.Header{Typeflag: tar.TypeSymlink, Name: name, Linkname: target, Mode: 0o777}, nil)
}

func (w *Writer) put(h *tar.Header, content io.Reader) {
	name := strings.TrimPrefix(path.Clean("/"+h.Name), "/")
	if w.err != nil || name == "" {
		return
	}
	if parent := path.Dir(name); !w.dirs[parent] {
		w.Dir(parent, 0o755)
	}
	if h.Name = name; h.Typeflag == tar.TypeDir {
		if w.dirs[name] {
			return
		}
		w.dirs[name] = true
		h.Name += "/"
	}
	h.ModTime = epoch()
	h.Format = tar.FormatPAX
	if err := w.tar.WriteHeader(h); err != nil {
		w.fail(err)
		return
	}
	if content != nil {
		_, err := io.Copy(w.tar, content)
		w.fail(err)
	}
}

func (w *Writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// unixMode returns the mode with the Unix bits for set-user-ID, set-group-ID and sticky, for which fs.FileMode uses other bits.
func unixMode(m fs.FileMode) int64 {
	mode := int64(m.Perm())
	for bit, unix := range map[fs.FileMode]int64{fs.ModeSetuid: 0o4000, fs.ModeSetgid: 0o2000, fs.ModeSticky: 0o1000} {
		if m&bit != 0 {
			mode |= unix
		}
	}
	return mode
}
