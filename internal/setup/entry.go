// Package setup knows what a project has set up once per run, and writes that as a scenario.
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
)

// Entry is one thing that is set up: manifests or a kustomization. Its paths are relative to the folder of the project file.
type Entry struct {
	Manifests     string // a file, or a folder of files
	Kustomization string // a folder
	Namespace     string // of objects that name none
	Within        time.Duration
	Line          int // of the project file
}

// DefaultWithin is how long an entry may take to become ready.
const DefaultWithin = 5 * time.Minute

// String is what is set up, in a few words.
func (e Entry) String() string {
	if e.Kustomization != "" {
		return "kustomization " + e.Kustomization
	}
	return "manifests " + e.Manifests
}

// Check says what makes no sense.
func (e Entry) Check() error {
	ways := 0
	for _, way := range []string{e.Manifests, e.Kustomization} {
		if way != "" {
			ways++
		}
	}
	switch {
	case ways == 0:
		return errors.New("it has none of manifests and kustomization, which say what is set up")
	case ways > 1:
		return errors.New("only one of manifests and kustomization can be in an entry: write one entry for each, in the order in which they are applied")
	case e.Within < 0:
		return errors.New("within must be longer than 0")
	}
	return nil
}

// Error is what is wrong with an entry.
type Error struct {
	Line int
	Err  error
}

func (e *Error) Error() string { return e.Err.Error() }

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Written are entries as the steps of a scenario.
type Written struct {
	Text       string   // a feature
	Lines      []int    // by the number of a step: that of its entry
	Namespaces []string // by the number of a step: that of objects that name none
}

// Name is what the scenario is called.
const Name = "Set-up"

// Write writes the entries as a feature with one scenario: each is applied, and ready before the next one. Files are those of
// the project, and dir is the folder of its file.
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
		within := e.Within
		if within == 0 {
			within = DefaultWithin
		}
		w.step("Then everything that was applied is ready within "+short(within), e)
	}
	return w, nil
}

func (w *Written) step(text string, e Entry) {
	w.Text += "    " + text + "\n"
	w.Lines, w.Namespaces = append(w.Lines, e.Line), append(w.Namespaces, e.Namespace)
}

func stepsOf(files fs.FS, dir string, e Entry) ([]string, error) {
	if e.Kustomization != "" {
		return []string{"the kustomization " + quoted(e.Kustomization) + " is applied"}, nil
	}
	names, err := manifestsIn(files, dir, e.Manifests)
	var steps []string
	for _, name := range names {
		steps = append(steps, "the manifest "+quoted(name)+" is applied")
	}
	return steps, err
}

// manifestsIn are the files of an entry, those of a folder as kubectl apply -f takes them: without the folders in it.
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
		return nil, fmt.Errorf("the folder %s has no manifests in it", name)
	}
	return names, nil
}

func quoted(text string) string { return strconv.Quote(text) }

// short is a time without units that are 0: 5m, not 5m0s.
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
