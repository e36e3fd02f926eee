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

// anyStudent is the student whose values lint uses for an exercise.
const anyStudent = "lint"

// inspect reads the features. Values are substituted in the criteria of exercises, as for a student.
func (l *linter) inspect() error {
	look := func() (err error) {
		l.in, err = plan.Inspect(plan.Options{Paths: l.Paths, FS: l.FS, Manifests: l.Manifests, Values: l.Values, SetUp: l.SetUp, Cluster: l.Cluster, Catalogue: l.Catalogue})
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

// fill substitutes values in the criteria of an exercise, and reports whether there were any.
func (l *linter) fill(uri string) bool {
	settings := l.settings(uri)
	raw, err := fs.ReadFile(l.FS, uri)
	if settings == nil || err != nil {
		return false
	}
	values := exercise.ValuesOf(path.Base(path.Dir(uri)), settings, anyStudent)
	filled, _ := exercise.Fill(uri, raw, values) // unknown values are reported by gherkind lab show
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

// settings returns the settings of the exercise to which a criteria file belongs; nil if it belongs to none.
func (l *linter) settings(uri string) []byte {
	if path.Base(uri) != exercise.FeatureFile {
		return nil
	}
	data, err := fs.ReadFile(l.FS, path.Join(path.Dir(uri), exercise.SettingsFile))
	if err != nil {
		return nil // a feature with this name that is not part of an exercise
	}
	return data
}

// changed reports whether substitution changed the line of a finding. A fix would then write a student's value into the file.
func (l *linter) changed(f Finding) bool {
	lines, filled := l.raw[f.File]
	return filled && f.Line >= 1 && f.Line <= len(lines) && lines[f.Line-1] != l.texts.line(f.File, f.Line)
}

// handedIn returns the objects that a student starts with or submits: criteria refer to them, and no step creates them.
func (l *linter) handedIn(uri string) []*unstructured.Unstructured {
	if l.settings(uri) == nil {
		return nil
	}
	var all []*unstructured.Unstructured
	for _, folder := range []string{exercise.StartFolder, exercise.SolutionFolder} {
		entries, err := fs.ReadDir(l.FS, path.Join(path.Dir(uri), folder))
		if err != nil {
			continue // a start state is optional; other missing files are reported by gherkind lab show
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
