// Package atomicfile replaces files atomically: after a crash, and for every reader, there is either the old file or the new one.
package atomicfile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Write creates or replaces a file and sets its mode. It creates the folder if necessary.
func Write(path string, data []byte, mode os.FileMode) error {
	return WriteBy(path, mode, func(f *os.File) error {
		_, err := f.Write(data)
		return err
	})
}

// WriteBy is Write with a function that fills the new file, which has a temporary name in the same folder until then.
func WriteBy(path string, mode os.FileMode, fill func(*os.File) error) (err error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the folder of %s: %w", path, err)
	}
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("create a file next to %s: %w", path, err)
	}
	err = errors.Join(f.Chmod(mode), fill(f), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("replace %s: %w", path, errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}
