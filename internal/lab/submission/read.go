package submission

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/plaintext"
)

// Refusal says in one sentence why a submission is not applied.
type Refusal struct{ Sentence string }

func (r *Refusal) Error() string { return r.Sentence }

// mostText is how many bytes of a student's text a sentence quotes.
const mostText = 200

// refuse returns a refusal. Strings among the arguments come from the student and are made safe to print on a terminal.
func refuse(format string, args ...any) error {
	for i, arg := range args {
		if text, is := arg.(string); is {
			args[i] = plaintext.Line(text, mostText)
		}
	}
	return &Refusal{fmt.Sprintf(format, args...)}
}

// Limits apply to a submission.
type Limits struct {
	Objects int
	Bytes   int64 // of all its files together
}

// mostFiles is how many files a submission may have, manifests or not.
const mostFiles = 200

// file is a submitted manifest.
type file struct {
	name string
	text []byte
}

// read returns the manifests of a folder or a ZIP file, sorted by name.
func read(name string, most int64) ([]file, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no submission %s: %w", plaintext.Line(name, mostText), fs.ErrNotExist)
	case err != nil:
		return nil, fmt.Errorf("read the submission: %w", err)
	}
	r := &reader{left: most, most: most}
	switch {
	case info.IsDir():
		err = r.folder(name)
	case strings.EqualFold(filepath.Ext(name), ".zip"):
		err = r.zip(name)
	default:
		err = refuse("%s is neither a folder nor a ZIP file", name)
	}
	if err == nil && len(r.files) == 0 {
		err = refuse("the submission has no file that ends in .yaml, .yml or .json")
	}
	slices.SortFunc(r.files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return r.files, err
}

// reader counts what it reads.
type reader struct {
	files      []file
	count      int
	left, most int64
}

func (r *reader) folder(dir string) error {
	root, err := os.OpenRoot(dir) // no path leads out of it, even if the folder changes meanwhile
	if err != nil {
		return fmt.Errorf("read the submission: %w", err)
	}
	defer root.Close()
	return fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("read the submission: %w", err)
		case name == ".":
			return nil
		}
		return r.take(name, entry.Type(), func() (io.ReadCloser, error) { return root.Open(filepath.FromSlash(name)) })
	})
}

func (r *reader) zip(name string) error {
	archive, err := zip.OpenReader(name)
	if err != nil {
		return refuse("the ZIP file cannot be read: %s", err.Error())
	}
	defer archive.Close()
	for _, entry := range archive.File {
		inside := strings.ReplaceAll(entry.Name, `\`, "/")
		if clean := path.Clean(inside); path.IsAbs(inside) || clean == ".." || strings.HasPrefix(clean, "../") || strings.Contains(inside, ":") {
			return refuse("the name %q in the ZIP file leads out of its folder", entry.Name)
		}
		kind := entry.Mode().Type()
		if strings.HasSuffix(inside, "/") {
			kind = fs.ModeDir
		}
		if err := r.take(path.Clean(inside), kind, entry.Open); err != nil {
			return err
		}
	}
	return nil
}

// take reads one entry if it is a manifest. Anything but plain files and folders is refused: a link may lead anywhere.
func (r *reader) take(name string, kind fs.FileMode, open func() (io.ReadCloser, error)) error {
	if r.count++; r.count > mostFiles {
		return refuse("the submission has more than %d files and folders", mostFiles)
	}
	switch {
	case kind.IsDir():
		return nil
	case kind&fs.ModeSymlink != 0:
		return refuse("%q is a symbolic link: hand in the file itself", name)
	case kind != 0:
		return refuse("%q is not a regular file", name)
	case !isManifest(name):
		return nil
	}
	from, err := open()
	if err != nil {
		return refuse("%q cannot be read: %s", name, err.Error())
	}
	defer from.Close()
	text, err := io.ReadAll(io.LimitReader(from, r.left+1))
	if err != nil {
		return refuse("%q cannot be read: %s", name, err.Error())
	}
	if r.left -= int64(len(text)); r.left < 0 {
		return refuse("the manifests of the submission are larger than %d bytes together", r.most)
	}
	r.files = append(r.files, file{name, text})
	return nil
}

// isManifest decides by the name of a file. Hidden files, such as those of an editor, are not manifests.
func isManifest(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return !strings.HasPrefix(path.Base(name), ".") && !strings.HasPrefix(name, "__MACOSX/") && slices.Contains([]string{".yaml", ".yml", ".json"}, ext)
}
