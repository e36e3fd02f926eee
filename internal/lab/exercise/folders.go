package exercise

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// folders finds the states, and compares the wrong answers with the expectations in exercise.yaml.
func (l *loader) folders() {
	e := l.e
	e.Start = isFolder(e.Path(StartFolder))
	l.start()
	if !isFolder(e.Path(SolutionFolder)) {
		l.settings.bad(0, "put the manifests of a right answer there: gherkind lab verify needs them", "the exercise has no folder %s/", SolutionFolder)
	}
	entries, err := os.ReadDir(e.Path(WrongFolder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		l.settings.bad(0, "", "%s/ cannot be read: %v", WrongFolder, reason(err))
	}
	for _, entry := range entries {
		if !entry.IsDir() {
			continue
		}
		e.Wrong = append(e.Wrong, entry.Name())
		if _, said := e.Expected[entry.Name()]; !said {
			l.settings.bad(0, fmt.Sprintf("write below wrong: a line such as %s: {points: 0}", entry.Name()), "nothing says what the wrong answer %q must get", entry.Name())
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.Expected)) {
		l.answer(name, e.Expected[name])
	}
}

func (l *loader) answer(name string, expected Expected) {
	if !slices.Contains(l.e.Wrong, name) {
		l.settings.bad(expected.Line, nearestKey(name, l.e.Wrong), "there is no folder %s/%s/", WrongFolder, name)
	}
	if expected.Points > l.e.Total {
		l.settings.bad(expected.Line, "", "wrong answer %q: %s points are more than total: %s", name, expected.Points, l.e.Total)
	}
	var ids []string
	for _, c := range l.e.Criteria {
		ids = append(ids, c.ID)
	}
	for _, id := range expected.Misses {
		if len(ids) > 0 && !slices.Contains(ids, id) {
			l.settings.bad(expected.Line, nearestKey(id, ids), "wrong answer %q misses %q, which is not a criterion", name, id)
		}
	}
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// hashOf returns a hash of the content of all files of a folder: marks for different versions of an exercise cannot be
// compared.
func hashOf(dir string) (string, error) {
	sum := sha256.New()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%q %d\n", filepath.ToSlash(name), len(data))
		sum.Write(data)
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("read the files of the exercise: %w", err)
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil)), nil
}
