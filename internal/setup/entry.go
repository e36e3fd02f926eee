// Package setup converts what a project sets up once per run into a scenario.
package setup

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/chart"
)

// Entry is one thing to set up: manifests, a kustomization or a Helm chart. Its paths are relative to the folder of the project
// file.
type Entry struct {
	Manifests     string       // a file, or a folder of files
	Kustomization string       // a folder
	Chart         string       // a folder, or an archive
	Release       string       // of the chart
	Values        []string     // values files for the chart; later ones override earlier ones
	Set           chart.Values // overrides those of the files
	Namespace     string       // for objects that name none
	Within        time.Duration
	Line          int // in the project file
}

// DefaultWithin is how long an entry may take to become ready.
const DefaultWithin = 5 * time.Minute

// String describes the entry in a few words.
func (e Entry) String() string {
	switch {
	case e.Kustomization != "":
		return "kustomization " + e.Kustomization
	case e.Chart != "":
		return "chart " + e.Chart
	}
	return "manifests " + e.Manifests
}

// Check reports contradictions.
func (e Entry) Check() error {
	ways := 0
	for _, way := range []string{e.Manifests, e.Kustomization, e.Chart} {
		if way != "" {
			ways++
		}
	}
	switch {
	case ways == 0:
		return errors.New("it has neither manifests, kustomization nor chart, one of which is required")
	case ways > 1:
		return errors.New("an entry can have only one of manifests, kustomization and chart: write a separate entry for each, in the order in which to apply them")
	case e.Chart != "" && e.Release == "":
		return errors.New("it has no release: give the chart a release name, such as release: shop")
	case e.Chart == "" && e.Release != "":
		return errors.New("release is for a chart")
	case e.Chart == "" && len(e.Values)+len(e.Set) > 0:
		return errors.New("values and set are for a chart")
	case e.Within < 0:
		return errors.New("within must be longer than 0")
	}
	return nil
}

// Error says what is wrong with an entry.
type Error struct {
	Line int
	Err  error
}

func (e *Error) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Written has entries as the steps of a scenario.
type Written struct {
	Text       string          // a feature
	Lines      []int           // by the number of a step: the line of its entry
	Namespaces []string        // by the number of a step: the namespace of objects that name none
	Withins    []time.Duration // by the number of a step: how long its entry may take
}

// Name is the name of the scenario.
const Name = "Set-up"

// Write writes the entries as a feature with one scenario: each is applied, and ready before the next one. files are those of
// the project, and dir is the folder of the project file.
func Write(files fs.FS, dir string, entries []Entry) (*Written, error) {
	w := &Written{Text: "Feature: " + Name + "\n\n  Scenario: " + Name + "\n"}
	for _, e := range entries {
		steps, err := stepsOf(files, dir, e)
		if err != nil {
			return nil, &Error{e.Line, err}
		}
		for _, text := range steps {
			w.step("Given "+text, e)
		}
		w.step("Then everything that was applied is ready within "+short(e.within()), e)
	}
	return w, nil
}

func (w *Written) step(text string, e Entry) {
	w.Text += "    " + text + "\n"
	w.Lines, w.Namespaces, w.Withins = append(w.Lines, e.Line), append(w.Namespaces, e.Namespace), append(w.Withins, e.within())
}

func (e Entry) within() time.Duration {
	if e.Within == 0 {
		return DefaultWithin
	}
	return e.Within
}

func stepsOf(files fs.FS, dir string, e Entry) ([]string, error) {
	if e.Kustomization != "" {
		return []string{"the kustomization " + quoted(e.Kustomization) + " is applied"}, nil
	}
	if e.Chart != "" {
		text, err := chartStep(files, dir, e)
		return []string{text}, err
	}
	names, err := manifestsIn(files, dir, e.Manifests)
	var steps []string
	for _, name := range names {
		steps = append(steps, "the manifest "+quoted(name)+" is applied")
	}
	return steps, err
}

// manifestsIn returns the files of an entry; those of a folder as for kubectl apply -f: without subfolders.
func manifestsIn(files fs.FS, dir, name string) ([]string, error) {
	at := name
	if !path.IsAbs(at) {
		at = path.Join(dir, at)
	}
	info, err := fs.Stat(files, at)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file or folder %s", name)
	case err != nil:
		return nil, err
	case !info.IsDir():
		return []string{name}, nil
	}
	entries, err := fs.ReadDir(files, at)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if !entry.IsDir() && slices.Contains([]string{".yaml", ".yml", ".json"}, path.Ext(entry.Name())) {
			names = append(names, path.Join(name, entry.Name()))
		}
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("the folder %s contains no manifests", name)
	}
	return names, nil
}

func quoted(text string) string { return strconv.Quote(text) }

// short formats a duration without units that are 0: 5m, not 5m0s.
func short(d time.Duration) string {
	text := d.String()
	if rest, is := strings.CutSuffix(text, "m0s"); is {
		text = rest + "m"
	}
	if rest, is := strings.CutSuffix(text, "h0m"); is {
		text = rest + "h"
	}
	return text
}
