package lint

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/lab/exercise"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/tree"
)

// anyStudent stands for the student in whose place an exercise is looked at.
const anyStudent = "lint"

// inspect reads the features. Criteria of exercises are read as a student gets them, with values of the student's own.
func (l *linter) inspect() error {
	look := func() (err error) {
		l.in, err = plan.Inspect(plan.Options{Paths: l.Paths, FS: l.FS, Manifests: l.Manifests, Values: l.Values, SetUp: l.SetUp, Cluster: l.Cluster})
		return err
	}
	if err := look(); err != nil {
		return err
	}
	uris := map[string]bool{}
	for _, f := range l.in.Features {
		uris[f.URI] = true
	}
	for _, p := range l.in.Problems {
		uris[p.URI] = true
	}
	again := false
	for uri := range uris {
		again = l.fill(uri) || again
	}
	if !again {
		return nil
	}
	return look()
}

// fill puts values into the criteria of an exercise, and tells whether there were any.
func (l *linter) fill(uri string) bool {
	settings := l.settings(uri)
	raw, err := fs.ReadFile(l.FS, uri)
	if settings == nil || err != nil {
		return false
	}
	values := exercise.ValuesOf(path.Base(path.Dir(uri)), settings, anyStudent)
	filled, _ := exercise.Fill(uri, raw, values) // what names no value is told by gherkind lab show
	if string(filled) == string(raw) {
		return false
	}
	if l.raw == nil {
		l.raw = map[string][]string{}
	}
	l.raw[uri] = splitLines(raw)
	l.FS = tree.With(l.FS, uri, filled)
	l.texts.fsys = l.FS
	return true
}

// settings are those of the exercise whose criteria a feature has; nil when it is none.
func (l *linter) settings(uri string) []byte {
	if path.Base(uri) != exercise.FeatureFile {
		return nil
	}
	data, err := fs.ReadFile(l.FS, path.Join(path.Dir(uri), exercise.SettingsFile))
	if err != nil {
		return nil // a feature of that name which is not an exercise
	}
	return data
}

// changed tells of a line that is not in the file as it was looked at: what fixes it would write a student's value.
func (l *linter) changed(f Finding) bool {
	lines, filled := l.raw[f.File]
	return filled && f.Line >= 1 && f.Line <= len(lines) && lines[f.Line-1] != l.texts.line(f.File, f.Line)
}

// handedIn are the objects that a student begins with or hands in: the steps of criteria name them, and no step makes them.
func (l *linter) handedIn(uri string) []*unstructured.Unstructured {
	if l.settings(uri) == nil {
		return nil
	}
	var all []*unstructured.Unstructured
	for _, folder := range []string{exercise.StartFolder, exercise.SolutionFolder} {
		entries, err := fs.ReadDir(l.FS, path.Join(path.Dir(uri), folder))
		if err != nil {
			continue // an exercise needs no start state; what else is missing is told by gherkind lab show
		}
		for _, entry := range entries {
			name := path.Join(path.Dir(uri), folder, entry.Name())
			if entry.IsDir() || !slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(path.Ext(name))) {
				continue
			}
			all = append(all, l.objectsOf(name)...)
		}
	}
	return all
}

func (l *linter) objectsOf(name string) []*unstructured.Unstructured {
	data, err := fs.ReadFile(l.FS, name)
	if err != nil {
		return nil
	}
	m, err := kube.ParseManifest(name, data)
	if err != nil {
		return nil
	}
	var all []*unstructured.Unstructured
	for _, d := range m.Docs {
		all = append(all, d.Object)
	}
	return all
}
