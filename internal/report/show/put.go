package show

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/gherkind/gherkind/internal/atomicfile"
)

// pipePatience is how long a pipe may be full before writing fails.
const pipePatience = 30 * time.Second

// destination is where a report is written to.
type destination struct {
	Path    string
	InPlace bool // a device, a pipe or a descriptor: written once, and never replaced
}

// DestinationOf follows symbolic links, so that a link is kept and its target is replaced.
func DestinationOf(path string) (destination, error) {
	target, err := linked(path)
	if err != nil {
		return destination{}, fmt.Errorf("find where %s leads: %w", path, err)
	}
	info, err := os.Stat(target)
	switch {
	case isDescriptor(target) && err != nil:
		return destination{}, fmt.Errorf("%s cannot be written: %w", path, err)
	case isDescriptor(target):
		return destination{Path: target, InPlace: true}, nil
	}
	return destination{Path: target, InPlace: err == nil && !info.Mode().IsRegular() && !info.IsDir()}, nil
}

// isDescriptor reports whether a path is an open file of this process, such as /dev/stdout. Its target belongs to whoever opened
// it.
func isDescriptor(path string) bool {
	return path == "/dev/stdout" || path == "/dev/stderr" || strings.HasPrefix(path, "/dev/fd/") || strings.HasPrefix(path, "/proc/")
}

// linked returns the path behind all symbolic links. The target need not exist.
func linked(path string) (string, error) {
	if isDescriptor(path) {
		return path, nil // the system's name of an open file may not be a path
	}
	const most = 40 // the limit of Linux
	for range most {
		next, err := os.Readlink(path)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTDIR) {
			return path, nil // not a link
		}
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(path), next)
		}
		path = next
	}
	return "", errors.New("too many symbolic links")
}

// Put writes a report. Anything but a regular file is written only once, when the report is finished.
func Put(path string, data []byte, finished bool) error {
	to, err := DestinationOf(path)
	switch {
	case err != nil:
		return err
	case !to.InPlace:
		return atomicfile.Write(to.Path, data, 0o644)
	case !finished:
		return nil
	}
	return writeInto(to.Path, data)
}

// writeInto writes to an existing device or pipe. It does not wait for a reader, and waits only for a limited time if the reader
// stops reading.
func writeInto(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|syscall.O_NONBLOCK, 0)
	if errors.Is(err, syscall.ENXIO) {
		return fmt.Errorf("write into %s: nobody reads it", path)
	}
	if err != nil {
		return fmt.Errorf("write into %s: %w", path, err)
	}
	// Devices have no deadlines, but do not block either.
	if err := f.SetWriteDeadline(time.Now().Add(pipePatience)); err != nil && !errors.Is(err, os.ErrNoDeadline) {
		return errors.Join(fmt.Errorf("write into %s: %w", path, err), f.Close())
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write into %s: %w", path, err)
	}
	return nil
}
