package exercise

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gherkind/gherkind/internal/gherkin"
)

//go:embed template
var templates embed.FS

// New writes a small exercise that passes verify into a new folder, and returns the files.
func New(dir string) ([]string, error) {
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		return nil, gherkin.Problems{{URI: dir, Message: "it exists already", Suggestion: "choose another name: nothing is overwritten"}}
	}
	from, err := fs.Sub(templates, "template")
	if err != nil {
		return nil, fmt.Errorf("read the template: %w", err)
	}
	if err := os.CopyFS(dir, from); err != nil {
		return nil, fmt.Errorf("write the exercise: %w", err)
	}
	var files []string
	err = fs.WalkDir(from, ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, filepath.Join(dir, filepath.FromSlash(path)))
		}
		return err
	})
	return files, err
}
