package gherkin

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

const extension = ".feature"

// Load reads features from paths inside fsys: files, folders (every .feature file below them, in lexical
// order, hidden folders left out), file:line, and the ID of a [Pickle]. A line selects what it stands in: a
// scenario, a row or all rows of Examples, a rule, or, on a background or the feature itself, all scenarios of
// that. A further :line narrows the selection when it lies inside, and adds to it elsewhere.
//
// The error is [Problems] with everything that is wrong, or a [*NothingSelectedError] when no path is given.
// Features that could be read are returned with it, so that their steps can be linted in the same go.
func Load(fsys fs.FS, paths []string) ([]*Feature, error) {
	if len(paths) == 0 {
		return nil, &NothingSelectedError{}
	}
	l := loader{fsys: fsys, wanted: map[string][][]int{}}
	for _, p := range paths {
		l.add(p)
	}
	var features []*Feature
	for _, uri := range l.order {
		if f := l.read(uri); f != nil {
			features = append(features, f)
		}
	}
	return features, l.problems.err()
}

// loader collects the files that are asked for, and what is wrong with them.
type loader struct {
	fsys     fs.FS
	order    []string
	wanted   map[string][][]int // by file: lists of lines; an empty list asks for the whole file
	problems Problems
}

func (l *loader) bad(uri, suggestion, format string, args ...any) {
	l.problems = append(l.problems, Problem{URI: uri, Message: fmt.Sprintf(format, args...), Suggestion: suggestion})
}

// add notes the files that one path asks for.
func (l *loader) add(asked string) {
	file, lines := SplitLines(asked)
	name := path.Clean(file)
	if !fs.ValidPath(name) {
		l.bad(asked, "", "the path must be inside the folder that holds the features")
		return
	}
	info, err := fs.Stat(l.fsys, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		l.bad(asked, l.similar(name), "there is no such file or folder")
	case err != nil:
		l.bad(asked, "", "cannot be read: %v", err)
	case info.IsDir() && len(lines) > 0:
		l.bad(asked, "", "a line can be asked for in a file, not in a folder")
	case info.IsDir():
		l.addFolder(name)
	case path.Ext(name) != extension:
		l.bad(asked, "", "is not a feature: its name must end in %s", extension)
	default:
		l.want(name, lines)
	}
}

func (l *loader) want(uri string, lines []int) {
	if l.wanted[uri] == nil {
		l.order = append(l.order, uri)
	}
	l.wanted[uri] = append(l.wanted[uri], lines)
}

func (l *loader) addFolder(folder string) {
	found := false
	err := fs.WalkDir(l.fsys, folder, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && p != folder && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case !d.IsDir() && path.Ext(p) == extension:
			found = true
			l.want(p, nil)
		}
		return nil
	})
	if err != nil {
		l.bad(folder, "", "cannot be read: %v", err)
	} else if !found {
		l.bad(folder, "", "there is no %s file in this folder", extension)
	}
}

// read parses one file and keeps what is selected of it; nil when it cannot be parsed.
func (l *loader) read(uri string) *Feature {
	data, err := fs.ReadFile(l.fsys, uri)
	if err != nil {
		l.bad(uri, "", "cannot be read: %v", err)
		return nil
	}
	f, problems := parse(uri, data)
	l.problems = append(l.problems, problems...)
	if f == nil {
		return nil
	}
	wanted := l.wanted[uri]
	if slices.ContainsFunc(wanted, func(lines []int) bool { return len(lines) == 0 }) {
		return f
	}
	l.problems = append(l.problems, f.choose(wanted)...)
	return f
}

// similar looks for a feature whose name is near to a path that does not exist.
func (l *loader) similar(name string) string {
	var known []string
	err := fs.WalkDir(l.fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && path.Ext(p) == extension {
			known = append(known, p)
		}
		return nil
	})
	if err != nil {
		return ""
	}
	if s := nearest(name, known); s != "" {
		return "did you mean: " + s
	}
	for _, k := range known {
		if path.Base(k) == path.Base(name) {
			return "did you mean: " + k
		}
	}
	return ""
}
