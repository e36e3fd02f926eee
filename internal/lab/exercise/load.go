package exercise

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/tree"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Options say for whom an exercise is read, and where it will be judged.
type Options struct {
	Seed    string          // for the student's values
	Cluster cluster.Options // its version may have other fields
}

// Load reads and checks the exercise in a folder. The error is a [gherkin.Problems] with everything that is wrong, each with
// file, line and suggestion.
func Load(dir string, o Options) (*Exercise, error) {
	if err := isExercise(dir); err != nil {
		return nil, err
	}
	whole, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find the folder of the exercise: %w", err)
	}
	e := &Exercise{Dir: filepath.Clean(dir), Name: filepath.Base(whole), Seed: o.Seed}
	data, err := os.ReadFile(e.Path(SettingsFile))
	if err != nil {
		return nil, fmt.Errorf("read the exercise: %w", err)
	}
	l := &loader{e: e, settings: file{uri: filepath.ToSlash(e.Path(SettingsFile))}}
	e.Settings = l.settings.settings(data)
	e.Values = l.values()
	l.instructions()
	l.feature(o.Cluster)
	l.translations()
	l.folders()
	if e.Hash, err = hashOf(e.Dir); err != nil {
		return nil, err
	}
	if all := l.all(); len(all) > 0 {
		return nil, all
	}
	return e, nil
}

// isExercise returns what a folder lacks to be an exercise.
func isExercise(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return gherkin.Problems{{URI: dir, Message: "there is no such folder", Suggestion: "gherkind lab new " + filepath.Base(dir) + " writes an exercise there"}}
	case err != nil:
		return fmt.Errorf("read the exercise: %w", err)
	case !info.IsDir():
		return gherkin.Problems{{URI: dir, Message: "an exercise is a folder", Suggestion: "name the folder that " + SettingsFile + " is in"}}
	}
	for _, name := range []string{SettingsFile, FeatureFile} {
		if _, err := os.Stat(filepath.Join(dir, name)); errors.Is(err, fs.ErrNotExist) {
			return gherkin.Problems{{URI: dir, Message: "the folder has no " + name, Suggestion: "docs/labs.md says what an exercise consists of; gherkind lab new NAME writes one"}}
		}
	}
	return nil
}

type loader struct {
	e        *Exercise
	settings file
	criteria file
	other    gherkin.Problems
}

func (l *loader) all() gherkin.Problems {
	return slices.Concat(l.settings.problems, l.criteria.problems, l.other)
}

func (l *loader) values() map[string]string {
	return valuesOf(l.e.Name, l.e.Sources, l.e.Seed)
}

// instructions reads the text or file of each language. By default they are in instructions.md, and in instructions.LANGUAGE.md
// for each further language.
func (l *loader) instructions() {
	e := l.e
	e.Instructions = map[string]string{}
	for i, language := range e.Languages {
		text, said := e.instructions[language]
		name := strings.TrimSpace(text)
		switch {
		case !said && i == 0:
			name = "instructions.md"
		case !said:
			name = "instructions." + language + ".md"
		case strings.Contains(name, "\n") || !strings.HasSuffix(name, ".md"):
			e.Instructions[language] = l.fill(e.Path(SettingsFile), []byte(text))
			continue
		}
		data, err := os.ReadFile(e.Path(name))
		if err != nil {
			l.settings.bad(0, "write what the student is to do into "+name+", or below instructions: in "+SettingsFile, "the instructions (%s) cannot be read: %v", language, reason(err))
			continue
		}
		e.Instructions[language] = l.fill(e.Path(name), data)
	}
}

// reason returns an error without the path, which is reported separately.
func reason(err error) error {
	if p, is := errors.AsType[*fs.PathError](err); is {
		return p.Err
	}
	return err
}

func (l *loader) fill(path string, text []byte) string {
	filled, problems := Fill(filepath.ToSlash(path), text, l.e.Values)
	l.other = append(l.other, problems...)
	return string(filled)
}

// feature reads the criteria.
func (l *loader) feature(o cluster.Options) {
	dir, err := os.Getwd()
	if err != nil {
		l.settings.bad(0, "", "find the working folder: %v", err)
		return
	}
	files, names, err := tree.Rooted(dir, []string{filepath.ToSlash(l.e.Path(FeatureFile))})
	if err != nil {
		l.settings.bad(0, "", "%v", err)
		return
	}
	l.criteria.uri = names[0]
	text, err := fs.ReadFile(files, names[0])
	if err != nil {
		l.criteria.bad(0, "", "cannot be read: %v", reason(err))
		return
	}
	filled := l.fill(names[0], text)
	files = tree.With(files, names[0], []byte(filled))
	l.e.Plan, err = plan.Make(plan.Options{Paths: names, FS: files, Cluster: o})
	if wrong, is := errors.AsType[gherkin.Problems](err); is {
		l.criteria.problems = append(l.criteria.problems, wrong...)
		return
	}
	if err != nil {
		l.criteria.bad(0, "", "%v", err)
		return
	}
	l.e.Criteria = l.criteria.criteria(l.e.Plan.Pickles)
	l.criteria.sum(l.e.Criteria, l.e.Total)
	if l.e.StartPoints > l.e.Total {
		l.settings.bad(0, "", "start-points: %s is more than total: %s", l.e.StartPoints, l.e.Total)
	}
}
