package translate

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What a file of a step is for.
const (
	forApply  = "apply"
	forAssert = "assert"
	forErrors = "errors"
)

var (
	numbered = regexp.MustCompile(`^(\d+)-`)
	// kuttlName matches an entry of a test: the number of its step, its purpose (assert, errors, or the name of the step), and its
	// ending, which a folder lacks. See https://kuttl.dev/docs/testing/steps.html.
	kuttlName = regexp.MustCompile(`^(\d+-)?([^.-]+)(-[^.]+)?((?:\.gotmpl)?\.yaml)?$`)
)

// kuttlStep has the files of a step.
type kuttlStep struct {
	number int
	files  map[string][]string // purpose → file names in the folder of the test
}

// kuttlTest has the steps of a test, in order, its entries that are folders of steps, and what of it is not understood.
type kuttlTest struct {
	steps   []kuttlStep
	folders []string
	notes   []Skipped // with file names in the folder of the test
}

// kuttlSteps reads the names of the files in a folder. It has no steps if it is not a test.
func kuttlSteps(dir string) (test kuttlTest) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return kuttlTest{} // the walk over the folders reports it
	}
	isTest := slices.ContainsFunc(entries, func(entry os.DirEntry) bool {
		return numbered.MatchString(entry.Name()) && (!entry.IsDir() && useOf(entry.Name()) != "" || entry.IsDir() && isStepFolder(filepath.Join(dir, entry.Name())))
	})
	if !isTest {
		return kuttlTest{}
	}
	for _, entry := range entries {
		match := numbered.FindStringSubmatch(entry.Name())
		if match == nil {
			continue
		}
		number, err := strconv.Atoi(match[1])
		switch {
		case errors.Is(err, strconv.ErrRange):
			test.note(entry.Name(), "its number is too large")
		case entry.IsDir():
			test.folder(dir, number, entry.Name())
		default:
			test.file(number, entry.Name())
		}
	}
	slices.SortStableFunc(test.steps, func(a, b kuttlStep) int { return a.number - b.number })
	return test
}

func (t *kuttlTest) note(name, why string) {
	t.notes = append(t.notes, Skipped{File: name, What: "a file of a step", Why: why})
}

// folder adds the files of a folder with the number of a step.
func (t *kuttlTest) folder(dir string, number int, name string) {
	t.folders = append(t.folders, name)
	entries, err := os.ReadDir(filepath.Join(dir, name))
	if err != nil {
		t.note(name, err.Error())
	}
	for _, entry := range entries {
		if full := filepath.ToSlash(filepath.Join(name, entry.Name())); entry.IsDir() {
			t.note(full, "a folder in the folder of a step")
		} else {
			t.file(number, full)
		}
	}
}

func (t *kuttlTest) file(number int, name string) {
	use := useOf(filepath.Base(name))
	switch {
	case use == "":
		t.note(name, "KUTTL reads files called like 00-install.yaml, 00-assert.yaml and 00-errors.yaml")
		return
	case strings.HasSuffix(name, ".gotmpl.yaml"):
		t.note(name, "a template; write the manifest with values, see Values in docs/writing-scenarios.md")
		return
	}
	i := slices.IndexFunc(t.steps, func(s kuttlStep) bool { return s.number == number })
	if i < 0 {
		i = len(t.steps)
		t.steps = append(t.steps, kuttlStep{number, map[string][]string{}})
	}
	t.steps[i].files[use] = append(t.steps[i].files[use], name)
}

// useOf returns what a file of a step is for; "" if it is none.
func useOf(name string) string {
	match := kuttlName.FindStringSubmatch(name)
	if match == nil || match[4] == "" {
		return ""
	}
	switch use := strings.ToLower(match[2]); use {
	case forAssert, forErrors:
		return use
	}
	return forApply
}

// isStepFolder reports whether a numbered folder has the files of a step, and not those of a test: these have numbers, too.
func isStepFolder(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && slices.ContainsFunc(entries, func(entry os.DirEntry) bool {
		return !entry.IsDir() && useOf(entry.Name()) != "" && !numbered.MatchString(entry.Name())
	})
}
