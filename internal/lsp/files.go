package lsp

import (
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/project"
	"github.com/gherkind/gherkind/internal/tree"
)

// settings returns those of the project file on disk, or the defaults if it has errors, which a run reports.
func (s *server) settings() *project.Settings {
	p, err := project.Resolve(project.Request{Dir: s.dir})
	if err != nil {
		return project.Defaults()
	}
	return p.Settings
}

// files returns the files of the machine, with the editor's content for open ones.
func (s *server) files() (fs.FS, error) {
	files, err := tree.Machine(s.dir)
	if err != nil {
		return nil, err
	}
	for _, path := range slices.Sorted(maps.Keys(s.open)) {
		files = tree.With(files, s.name(files, path), []byte(s.open[path]))
	}
	return files, nil
}

// name returns the name of a file in the tree.
func (s *server) name(files fs.FS, path string) string {
	if c, is := files.(interface{ Canonical(string) string }); is {
		return c.Canonical(filepath.ToSlash(path))
	}
	return filepath.ToSlash(path)
}

// path returns the path of a file in the tree.
func (s *server) path(name string) string {
	path := filepath.FromSlash(name)
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(s.dir, path)
}

// inspect loads one feature and resolves its steps. Lines that cannot be parsed, for example while they are being written, are
// left out.
func (s *server) inspect(path string) (*plan.Inspection, fs.FS, error) {
	files, err := s.files()
	if err != nil {
		return nil, nil, err
	}
	name := s.name(files, path)
	set := s.settings()
	in, err := plan.Inspect(plan.Options{
		FS: tree.With(files, name, []byte(readable(s.text(path)))), Paths: []string{name}, Manifests: set.Manifests, Values: set.Values, Cluster: *set.Cluster, Catalogue: s.catalogue,
	})
	return in, files, err
}

// mostUnreadable is how often lines are removed from a text.
const mostUnreadable = 10

// readable returns a text with empty lines instead of those that cannot be parsed.
func readable(text string) string {
	for range mostUnreadable {
		_, err := gherkin.Parse("", []byte(text))
		problems, is := errors.AsType[gherkin.Problems](err)
		if !is {
			return text
		}
		lines := strings.Split(text, "\n")
		for _, p := range problems {
			if p.Line >= 1 && p.Line <= len(lines) {
				lines[p.Line-1] = ""
			}
		}
		text = strings.Join(lines, "\n")
	}
	return text
}

// text returns the content of a file.
func (s *server) text(path string) string {
	if text, open := s.open[path]; open {
		return text
	}
	files, err := s.files()
	if err != nil {
		return ""
	}
	data, err := fs.ReadFile(files, s.name(files, path))
	if err != nil {
		return ""
	}
	return string(data)
}

// line returns a line of a text, from 0.
func line(text string, number int) string {
	lines := strings.Split(text, "\n")
	if number < 0 || number >= len(lines) {
		return ""
	}
	return strings.TrimSuffix(lines[number], "\r")
}

// units returns the length of a text in UTF-16.
func units(text string) int { return len(utf16.Encode([]rune(text))) }

// bytesAt converts a position in UTF-16 units to bytes.
func bytesAt(text string, character int) int {
	n := 0
	for i, r := range text {
		if n >= character {
			return i
		}
		n += len(utf16.Encode([]rune{r}))
	}
	return len(text)
}

// part returns the range of some bytes in a line.
func part(number int, text string, start, end int) span {
	return span{position{number, units(text[:start])}, position{number, units(text[:end])}}
}
