package translate

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const kuttlGroup = "kuttl.dev"

// kuttlFile matches a file of a test: its step, and its purpose (assert, errors, or the name of the step). See
// https://kuttl.dev/docs/testing/steps.html.
var kuttlFile = regexp.MustCompile(`^(\d+)-([^.-]+)(-[^.]+)?\.yaml$`)

// KUTTL reads the tests in dir and below it: each folder with files such as 00-install.yaml and 00-assert.yaml.
func KUTTL(dir string) (*Suite, error) {
	suite, err := suiteOf(dir, func(path string, entry fs.DirEntry) bool {
		return entry.IsDir() && len(kuttlSteps(path)) > 0
	}, kuttlCase)
	if err != nil {
		return nil, err
	}
	if len(suite.Cases) == 0 {
		return nil, fmt.Errorf("%w: %s has no folder with files such as 00-install.yaml and 00-assert.yaml", ErrNoTests, dir)
	}
	return suite, nil
}

// kuttlStep has the files of a step.
type kuttlStep struct {
	number int
	files  map[string][]string // purpose → file names
}

// kuttlSteps returns the steps of the test in a folder, in order; none if it is not a test.
func kuttlSteps(dir string) (steps []kuttlStep) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // the walk over the folders reports it
	}
	for _, entry := range entries {
		match := kuttlFile.FindStringSubmatch(entry.Name())
		if match == nil || entry.IsDir() {
			continue
		}
		number, err := strconv.Atoi(match[1])
		if err != nil {
			continue // too many digits for a number: not a step
		}
		i := slices.IndexFunc(steps, func(s kuttlStep) bool { return s.number == number })
		if i < 0 {
			i = len(steps)
			steps = append(steps, kuttlStep{number, map[string][]string{}})
		}
		use := strings.ToLower(match[2])
		if use != "assert" && use != "errors" {
			use = "apply"
		}
		steps[i].files[use] = append(steps[i].files[use], entry.Name())
	}
	slices.SortStableFunc(steps, func(a, b kuttlStep) int { return a.number - b.number })
	return steps
}

func kuttlCase(c *Case, dir string) error {
	for _, step := range kuttlSteps(dir) {
		if err := c.kuttlStep(dir, step); err != nil {
			return err
		}
	}
	return nil
}

// kuttlStep adds a step in KUTTL's order: deletions, commands, manifests, then assertions and errors.
func (c *Case) kuttlStep(dir string, step kuttlStep) error {
	read := func(use string) (all []object, err error) {
		for _, name := range step.files[use] {
			objects, err := readObjects(filepath.Join(dir, name), filepath.Join(c.Source, name))
			if err != nil {
				return nil, err
			}
			all = append(all, objects...)
		}
		return all, nil
	}
	applied, err1 := read("apply")
	asserted, err2 := read("assert")
	absent, err3 := read("errors")
	for _, err := range []error{err1, err2, err3} {
		if err != nil {
			return err
		}
	}
	within := kuttlTimeout(asserted)
	for _, o := range applied {
		if o.tool(kuttlGroup) && o.kind() == "TestStep" {
			applied, asserted, absent = c.kuttlTestStep(dir, o, applied, asserted, absent)
		}
	}
	if objects := clusterObjects(applied); len(objects) > 0 {
		if err := c.apply(step.files["apply"][0], objects); err != nil {
			return err
		}
	}
	for _, o := range asserted {
		c.kuttlCommands(o)
	}
	for _, o := range clusterObjects(asserted) {
		if err := c.assert(o, within); err != nil {
			return err
		}
	}
	for _, o := range clusterObjects(absent) {
		if err := c.absent(o, within); err != nil {
			return err
		}
	}
	return nil
}

// kuttlTestStep adds the content of a TestStep document, and returns the objects including those of the files that it names.
func (c *Case) kuttlTestStep(dir string, o object, applied, asserted, absent []object) (_, _, _ []object) {
	for _, ref := range o.children("delete") {
		c.remove(ref)
	}
	c.kuttlCommands(o)
	named := func(key string) (all []object) {
		for _, item := range o.children(key) {
			objects, why := filesOf(dir, c.Source, item.node.Value)
			if why != "" {
				c.skip(item.at, key+" "+item.node.Value, why)
			}
			all = append(all, objects...)
		}
		return all
	}
	return append(applied, named("apply")...), append(asserted, named("assert")...), append(absent, named("error")...)
}

// kuttlCommands adds the commands of a TestStep or TestAssert document.
func (c *Case) kuttlCommands(o object) {
	if !o.tool(kuttlGroup) {
		return
	}
	for _, command := range o.children("commands") {
		text := command.text("command") + command.text("script")
		c.command(command.at, text)
	}
}

// kuttlTimeout returns the timeout of a TestAssert document; 0 if none is set.
func kuttlTimeout(asserted []object) time.Duration {
	for _, o := range asserted {
		if seconds, err := strconv.Atoi(o.text("timeout")); err == nil && o.tool(kuttlGroup) {
			return time.Duration(seconds) * time.Second
		}
	}
	return 0
}

// clusterObjects removes KUTTL's own documents.
func clusterObjects(all []object) []object {
	return slices.DeleteFunc(slices.Clone(all), func(o object) bool { return o.tool(kuttlGroup) })
}
