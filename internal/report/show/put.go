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

// pipePatience is how long a pipe may be full before its reader is given up.
const pipePatience = 30 * time.Second

// destination is where the data of a report goes.
type destination struct {
	Path    string
	InPlace bool // a device, a pipe or a descriptor: written into, once, and never replaced
}

// DestinationOf follows symbolic links: the file that a link names is replaced, and
// the link stays.
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

// isDescriptor tells a name of an open file of this process, such as /dev/stdout: what it leads
// to belongs to who opened it.
func isDescriptor(path string) bool {
	return path == "/dev/stdout" || path == "/dev/stderr" || strings.HasPrefix(path, "/dev/fd/") || strings.HasPrefix(path, "/proc/")
}

// linked is the path behind all symbolic links. The last one may lead to what does not exist yet.
func linked(path string) (string, error) {
	if isDescriptor(path) {
		return path, nil // what the system calls the open file may be no path
	}
	const most = 40 // as Linux follows
	for range most {
		next, err := os.Readlink(path)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTDIR) {
			return path, nil // no link
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

// Put writes a report. What is not a regular file gets it once, when it is finished.
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

// writeInto writes into what is there. It waits for no reader to come, and only so
// long for one that has stopped reading.
func writeInto(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|syscall.O_NONBLOCK, 0)
	if errors.Is(err, syscall.ENXIO) {
		return fmt.Errorf("write into %s: nobody reads it", path)
	}
	if err != nil {
		return fmt.Errorf("write into %s: %w", path, err)
	}
	// What has no deadlines, such as a device, does not make a writer wait.
	if err := f.SetWriteDeadline(time.Now().Add(pipePatience)); err != nil && !errors.Is(err, os.ErrNoDeadline) {
		return errors.Join(fmt.Errorf("write into %s: %w", path, err), f.Close())
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write into %s: %w", path, err)
	}
	return nil
}
