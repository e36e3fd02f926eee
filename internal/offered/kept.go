package offered

import (
	"os"
	"path/filepath"
	"strings"
)

// Bundles returns the recordings of failed scenarios below a folder with the results of runs, newest run first.
func Bundles(dir, typed string) []string {
	last, err := filepath.Glob(filepath.Join(dir, ".gherkind", "last", "*.tgz"))
	if err != nil {
		return nil // the folder's name contains pattern characters
	}
	runs, err := filepath.Glob(filepath.Join(dir, ".gherkind", "runs", "*", "*.tgz"))
	if err != nil {
		return nil
	}
	var names []string
	for _, name := range append(last, runs...) {
		if strings.HasPrefix(name, typed) {
			names = append(names, name)
		}
	}
	return names
}

// Exercises returns the folders that contain this file, and those that may contain such folders.
func Exercises(dir, typed, settings string) (names []string, open bool) {
	folders, _ := paths(dir, typed, func(string) bool { return false })
	for _, folder := range folders {
		if _, err := os.Stat(within(dir, filepath.Join(folder, settings))); err == nil {
			names = append(names, strings.TrimSuffix(folder, string(filepath.Separator)))
			continue
		}
		names, open = append(names, folder), true
	}
	return names, open
}
