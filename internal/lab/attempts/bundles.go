package attempts

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gherkind/gherkind/internal/atomicfile"
)

// keep copies a bundle into the folder of the log, named by the hash of its content.
func (l *Log) keep(criterion, file string) (Bundle, error) {
	sum, err := sumOf(file)
	if err != nil {
		return Bundle{}, fmt.Errorf("keep the bundle of %s: %w", criterion, err)
	}
	b := Bundle{criterion, sum}
	if there, err := sumOf(l.BundlePath(b)); err == nil && there == sum {
		return b, nil
	}
	if err := os.MkdirAll(filepath.Dir(l.BundlePath(b)), folderPerms); err != nil {
		return b, fmt.Errorf("keep the bundle of %s: %w", criterion, err)
	}
	err = atomicfile.WriteBy(l.BundlePath(b), filePerms, func(to *os.File) error {
		from, err := os.Open(file)
		if err != nil {
			return err
		}
		_, err = io.Copy(to, from)
		return errors.Join(err, from.Close(), to.Sync())
	})
	if err != nil {
		return b, fmt.Errorf("keep the bundle of %s: %w", criterion, err)
	}
	return b, nil
}

// sumOf returns the hash of a file's content.
func sumOf(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	if err = errors.Join(err, f.Close()); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// check returns an error if the stored bundle is missing or damaged.
func (l *Log) check(b Bundle) error {
	if raw, err := hex.DecodeString(b.SHA256); err != nil || len(raw) != sha256.Size {
		return fmt.Errorf("the hash %q of the bundle of %s is none", b.SHA256, b.Criterion)
	}
	sum, err := sumOf(l.BundlePath(b))
	if err != nil {
		return fmt.Errorf("the bundle of %s cannot be read: %w", b.Criterion, err)
	}
	if sum != b.SHA256 {
		return fmt.Errorf("the bundle of %s was changed: %s", b.Criterion, l.BundlePath(b))
	}
	return nil
}
