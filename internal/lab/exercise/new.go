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

// templates have the exercise in English, and the files that differ in another language.
//
//go:embed template template-*
var templates embed.FS

// New writes a small exercise that passes verify into a new folder, and returns the files.
func New(dir string) ([]string, error) { return NewIn("", dir) }

// NewIn writes the exercise of [New] in a language, such as "zh-CN", or in English if there is none in it.
func NewIn(language, dir string) ([]string, error) {
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		return nil, gherkin.Problems{{URI: dir, Message: "it exists already", Suggestion: "choose another name: nothing is overwritten"}}
	}
	from, err := fs.Sub(templates, "template")
	if err != nil {
		return nil, fmt.Errorf("read the template: %w", err)
	}
	var files []string
	err = fs.WalkDir(from, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name := filepath.Join(dir, filepath.FromSlash(path))
		files = append(files, name)
		return writeTemplate(language, path, name)
	})
	if err != nil {
		return nil, fmt.Errorf("write the exercise: %w", err)
	}
	return files, nil
}

func writeTemplate(language, path, name string) error {
	text, err := templates.ReadFile("template-" + language + "/" + path)
	if errors.Is(err, fs.ErrNotExist) { // it is the same in each language
		text, err = templates.ReadFile("template/" + path)
	}
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o666)
}
