package gherkin

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

const extension = ".feature"

// anywhere is a file system whose names may lead out of its folder. Canonical returns the unique name of a file, which is used
// from then on.
type anywhere interface {
	Canonical(name string) string
}

// Load reads features from paths in fsys: files, folders (every .feature file below them, in lexical
// order, without hidden folders, following symbolic links), file:line, and the ID of a [Pickle]. A line selects what contains it: a
// scenario, a row or all rows of Examples, a rule, or, on a background or the feature itself, all of its
// scenarios. A further :line narrows the selection if it is inside, and otherwise adds to it.
//
// The error is [Problems] with everything that is wrong, or a [*NothingSelectedError] if no path is given.
// Readable features are returned with it, so that their steps can be linted at the same time.
func Load(fsys fs.FS, paths []string) ([]*Feature, error) {
	if len(paths) == 0 {
		return nil, &NothingSelectedError{}
	}
	l := loader{fsys: fsys, selected: map[string][][]int{}}
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

// TagsBelow returns the tags of all features below the paths. Features that are already loaded are not read again. A feature
// that cannot be read has none: [Load] reports it.
func TagsBelow(fsys fs.FS, paths []string, loaded []*Feature) []string {
	l := loader{fsys: fsys, selected: map[string][][]int{}}
	for _, p := range paths {
		l.add(p)
	}
	var tags []string
	for _, uri := range l.order {
		if i := slices.IndexFunc(loaded, func(f *Feature) bool { return f.URI == uri }); i >= 0 {
			tags = append(tags, loaded[i].tags()...)
		} else if f := l.read(uri); f != nil {
			tags = append(tags, f.tags()...)
		}
	}
	return tags
}

// tags returns the tags of all pickles of the file, selected or not.
func (f *Feature) tags() []string {
	var tags []string
	for _, p := range f.all {
		for _, t := range p.Tags {
			tags = append(tags, t.Name)
		}
	}
	return tags
}

// loader collects the requested files, and problems.
type loader struct {
	fsys     fs.FS
	order    []string
	selected map[string][][]int // by file: lists of lines; an empty list requests the whole file
	problems Problems
}

func (l *loader) bad(uri, suggestion, format string, args ...any) {
	l.problems = append(l.problems, Problem{URI: uri, Message: fmt.Sprintf(format, args...), Suggestion: suggestion})
}

// add adds the files that one path requests.
func (l *loader) add(asked string) {
	file, lines := SplitLines(asked)
	if file == "" {
		l.bad(`""`, "leave it out, or name a file or folder", "this path is empty")
		return
	}
	name := path.Clean(file)
	if _, ok := l.fsys.(anywhere); !ok && !fs.ValidPath(name) {
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
	if a, ok := l.fsys.(anywhere); ok {
		uri = a.Canonical(uri)
	}
	if l.selected[uri] == nil {
		l.order = append(l.order, uri)
	}
	l.selected[uri] = append(l.selected[uri], lines)
}

func (l *loader) addFolder(folder string) {
	info, err := fs.Stat(l.fsys, folder)
	found := false
	if err == nil {
		found, err = l.walk(folder, []fs.FileInfo{info})
	}
	if err != nil {
		l.bad(folder, "", "cannot be read: %v", err)
	} else if !found {
		l.bad(folder, "", "there is no %s file in this folder", extension)
	}
}

// walk requests every feature below a folder, and reports whether there is one. above are the folder and its parents: a link
// back to one of them is not followed.
func (l *loader) walk(folder string, above []fs.FileInfo) (found bool, err error) {
	entries, err := fs.ReadDir(l.fsys, folder)
	if err != nil {
		return false, err
	}
	for _, e := range entries {
		name := path.Join(folder, e.Name())
		if !e.IsDir() && e.Type()&fs.ModeSymlink == 0 {
			if path.Ext(name) == extension {
				found = true
				l.want(name, nil)
			}
			continue
		}
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		inside, err := l.follow(name, above)
		if err != nil {
			return found, err
		}
		found = found || inside
	}
	return found, nil
}

// follow walks a folder, or the target of a symbolic link. A broken link is a mistake only if its name says that a feature was
// meant.
func (l *loader) follow(name string, above []fs.FileInfo) (found bool, err error) {
	info, err := fs.Stat(l.fsys, name)
	switch {
	case err != nil && path.Ext(name) != extension:
		return false, nil
	case err != nil:
		return false, err
	case !info.IsDir():
		if path.Ext(name) != extension {
			return false, nil
		}
		l.want(name, nil)
		return true, nil
	case slices.ContainsFunc(above, func(f fs.FileInfo) bool { return os.SameFile(f, info) }):
		return false, nil
	}
	return l.walk(name, append(slices.Clone(above), info))
}

// read parses one file and keeps its selected part; nil if it cannot be parsed.
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
	selected := l.selected[uri]
	if slices.ContainsFunc(selected, func(lines []int) bool { return len(lines) == 0 }) {
		return f
	}
	l.problems = append(l.problems, f.choose(selected)...)
	return f
}

// similar returns a feature with a similar name to a path that does not exist.
func (l *loader) similar(name string) string {
	if slashed := strings.ReplaceAll(name, `\`, "/"); slashed != name {
		if _, err := fs.Stat(l.fsys, path.Clean(slashed)); err == nil {
			return "did you mean: " + slashed
		}
	}
	known := l.near(l.existing(name))
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

// existing returns the folder in which to search for what was meant: the whole tree, or the nearest existing parent of a name
// elsewhere.
func (l *loader) existing(name string) string {
	if fs.ValidPath(name) {
		return "."
	}
	for {
		folder := path.Dir(name)
		if _, err := fs.Stat(l.fsys, folder); err == nil || folder == name {
			return folder
		}
		name = folder
	}
}

// mostSeen limits how many files and folders are searched for a suggestion.
const mostSeen = 20_000

// near returns features below a folder, without hidden folders, up to that limit.
func (l *loader) near(folder string) []string {
	var known []string
	seen := 0
	err := fs.WalkDir(l.fsys, folder, func(p string, d fs.DirEntry, err error) error {
		seen++
		switch {
		case seen > mostSeen:
			return fs.SkipAll
		case err != nil:
			return fs.SkipDir // what cannot be read only costs a suggestion
		case d.IsDir() && p != folder && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case !d.IsDir() && path.Ext(p) == extension:
			known = append(known, p)
		}
		return nil
	})
	if err != nil {
		return nil
	}
	return known
}
