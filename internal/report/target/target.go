// Package target parses flags of the form FORMAT:FILE, and checks in advance whether FILE can be written.
package target

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/gherkind/gherkind/internal/report/show"
)

// Kind is a format that the flag accepts.
type Kind struct {
	Name    string // the word before the colon
	Example string // an example of a file name; "-" if it may be the standard output
}

// Parse parses a flag. The error starts with what, the flag's name without its dashes, and lists the formats. If FILE is a
// folder, or cannot be written, that is an error now rather than at the end.
func Parse(what, spec string, kinds []Kind) (name, file string, err error) {
	name, file, _ = strings.Cut(spec, ":")
	kind, ok := find(name, kinds)
	switch {
	case !ok:
		return "", "", fmt.Errorf("%s %q: there is no format %q; the formats are: %s", what, spec, name, names(kinds))
	case file == "":
		return "", "", fmt.Errorf("%s %q: no file named; write %s:%s", what, spec, name, kind.Example)
	case file == "-" && kind.Example != "-":
		return "", "", fmt.Errorf("%s %q: the standard output shows the run; name a file, such as %s:%s", what, spec, name, kind.Example)
	}
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return "", "", fmt.Errorf("%s %q: %s is a folder; name a file in it, such as %s:%s/%s",
			what, spec, file, name, strings.TrimSuffix(file, "/"), strings.Replace(kind.Example, "-", "report.txt", 1))
	}
	if err := writable(file); err != nil {
		return "", "", fmt.Errorf("%s %q: %w", what, spec, err)
	}
	return name, file, nil
}

// writable returns an error if it is already known that the file cannot be written.
func writable(file string) error {
	if file == "-" {
		return nil
	}
	to, err := show.DestinationOf(file)
	if err != nil || to.InPlace {
		return err // a device or a pipe is not opened
	}
	dir := filepath.Dir(to.Path)
	info, err := os.Stat(dir)
	for ; errors.Is(err, fs.ErrNotExist) && dir != filepath.Dir(dir); info, err = os.Stat(dir) {
		dir = filepath.Dir(dir)
	}
	switch {
	case errors.Is(err, syscall.ENOTDIR), err == nil && !info.IsDir():
		return fmt.Errorf("%s cannot be written: a part of its path is a file, not a folder", file)
	case err != nil:
		return fmt.Errorf("%s cannot be written: %w", file, err)
	}
	f, err := os.CreateTemp(dir, ".gherkind-*")
	if err != nil {
		return fmt.Errorf("%s cannot be written: no file can be made in %s", file, dir)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

func find(name string, kinds []Kind) (Kind, bool) {
	for _, k := range kinds {
		if k.Name == name {
			return k, true
		}
	}
	return Kind{}, false
}

func names(kinds []Kind) string {
	var out []string
	for _, k := range kinds {
		out = append(out, k.Name+":FILE")
	}
	last := len(out) - 1
	return strings.Join(out[:last], ", ") + " or " + out[last]
}
