package exercise

import (
	"fmt"
	"os"
	"path/filepath"

	"gopkg.in/yaml.v3"
)

// translations reads, for each further language, grade.LANGUAGE.yaml: the title and the hints of each criterion.
func (l *loader) translations() {
	for _, language := range l.e.Languages[1:] {
		name := "grade." + language + ".yaml"
		f := file{uri: filepath.ToSlash(l.e.Path(name))}
		data, err := os.ReadFile(l.e.Path(name))
		if err != nil {
			f.bad(0, "it has, for each criterion, its ID with title: and hints:", "the criteria in language %q cannot be read: %v", language, reason(err))
		} else {
			l.translation(&f, language, []byte(l.fill(l.e.Path(name), data)))
		}
		l.other = append(l.other, f.problems...)
	}
}

func (l *loader) translation(f *file, language string, data []byte) {
	root := f.root(data)
	if root == nil || l.e.Criteria == nil {
		return
	}
	var ids []string
	for _, c := range l.e.Criteria {
		ids = append(ids, c.ID)
	}
	f.each(root, "the file", func(key, value *yaml.Node) {
		c := l.e.Criterion(key.Value)
		if c == nil {
			f.bad(key.Line, nearestKey(key.Value, ids), "there is no criterion %q", key.Value)
			return
		}
		w := wording{}
		f.mapping(value, fmt.Sprintf("criterion %q", key.Value), fields{
			"title": func(n *yaml.Node) { w.Title = f.text(n, "title") },
			"hints": func(n *yaml.Node) { w.Hints = f.list(n, "hints") },
		})
		if len(w.Hints) != len(c.Hints) {
			f.bad(key.Line, "write as many in each language", "criterion %q has %d hints in %s and %d here", key.Value, len(c.Hints), FeatureFile, len(w.Hints))
		}
		if c.translated == nil {
			c.translated = map[string]wording{}
		}
		c.translated[language] = w
	})
	for _, c := range l.e.Criteria {
		if w, is := c.translated[language]; !is || w.Title == "" {
			f.bad(0, "add "+c.ID+": {title: …}", "criterion %q has no title", c.ID)
		}
	}
}
