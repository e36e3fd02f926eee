package translate

import (
	"cmp"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

const kuttlGroup = "kuttl.dev"

// KUTTL reads the tests in dir and below it: each folder with files such as 00-install.yaml and 00-assert.yaml, or with such folders.
func KUTTL(dir string) (*Suite, error) {
	settings, err := kuttlSettings(dir)
	if err != nil {
		return nil, err
	}
	steps := map[string]bool{} // folders that are a step of a test
	suite, err := suiteOf(dir, func(path string, entry fs.DirEntry) bool {
		if !entry.IsDir() || steps[path] {
			return false
		}
		test := kuttlSteps(path)
		for _, name := range test.folders {
			steps[filepath.Join(path, name)] = true
		}
		return len(test.steps)+len(test.notes) > 0
	}, func(c *Case, path string) error {
		c.limits = settings.limits
		return kuttlCase(c, path)
	})
	if err != nil {
		return nil, err
	}
	suite.Notes = settings.notes
	if len(suite.Cases) == 0 {
		return nil, fmt.Errorf("%w: %s has no folder with files such as 00-install.yaml and 00-assert.yaml", ErrNoTests, dir)
	}
	return suite, nil
}

func kuttlCase(c *Case, dir string) error {
	test := kuttlSteps(dir)
	for _, note := range test.notes {
		c.skip(place{file: c.Source + "/" + note.File}, note.What, note.Why)
	}
	for _, step := range test.steps {
		if err := c.kuttlStep(dir, step); err != nil {
			return err
		}
	}
	return nil
}

// kuttlObjects are the documents of a step, by what they are for.
type kuttlObjects map[string][]object

// kuttlStep adds a step in KUTTL's order: deletions, commands, manifests, then assertions and errors.
func (c *Case) kuttlStep(dir string, step kuttlStep) error {
	all := kuttlObjects{}
	for _, use := range []string{forApply, forAssert, forErrors} {
		for _, name := range step.files[use] {
			objects, err := c.kuttlFile(dir, name)
			if err != nil {
				return err
			}
			all[use] = append(all[use], objects...)
		}
	}
	asserts := own(all[forAssert], "TestAssert")
	within, steps := c.kuttlTimeout(asserts), own(all[forApply], "TestStep")
	for _, o := range steps {
		c.kuttlTestStep(dir, o, all, within)
	}
	c.strangers(all, slices.Concat(steps, asserts))
	if objects := clusterObjects(all[forApply]); len(objects) > 0 {
		if err := c.apply(cmp.Or(firstOf(step.files[forApply]), fmt.Sprintf("%02d-apply.yaml", step.number)), objects); err != nil {
			return err
		}
	}
	return c.kuttlChecks(dir, all, asserts, within)
}

func (c *Case) kuttlChecks(dir string, all kuttlObjects, asserts []object, within time.Duration) error {
	for _, o := range clusterObjects(all[forAssert]) {
		if err := c.assert(o, within); err != nil {
			return err
		}
	}
	for _, o := range asserts {
		if err := c.kuttlTestAssert(dir, o, within); err != nil {
			return err
		}
	}
	for _, o := range clusterObjects(all[forErrors]) {
		if err := c.absent(o, within); err != nil {
			return err
		}
	}
	return nil
}

func firstOf(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return filepath.Base(names[0])
}

// kuttlFile reads the documents of a file, none of them if it is for certain runs only.
func (c *Case) kuttlFile(dir, name string) ([]object, error) {
	objects, err := readObjects(filepath.Join(dir, name), c.Source+"/"+name)
	if err != nil {
		return nil, err
	}
	for _, o := range own(objects, "TestFile") {
		o.ignore("apiVersion", "kind", "metadata")
		selector := o.field("testRunSelector")
		if selector != nil && len(selector.Content) > 0 {
			c.skip(place{o.at.file, selector.Line}, "a file for certain runs (testRunSelector)", "write a scenario of its own with a tag for these runs")
			return nil, nil
		}
		c.unread(o, len(c.Lines))
	}
	return objects, nil
}

// kuttlTestStep adds the content of a TestStep document, and the objects of the files that it names to those of the step.
func (c *Case) kuttlTestStep(dir string, o object, all kuttlObjects, within time.Duration) {
	begin := len(c.Lines)
	o.ignore("metadata", "index")
	for _, ref := range o.children("delete") {
		c.remove(ref, within)
	}
	for _, command := range o.children("commands") {
		c.kuttlCommand(dir, command, c.runs)
	}
	for _, file := range []struct{ key, use string }{{"apply", forApply}, {"assert", forAssert}, {"error", forErrors}} {
		for _, item := range o.children(file.key) {
			objects, why := filesOf(dir, c.Source, item.node.Value)
			if why != "" {
				c.skip(item.at, file.key+" "+item.node.Value, why)
			}
			all[file.use] = append(all[file.use], objects...)
		}
	}
	c.unread(o, begin)
}

// kuttlTestAssert adds the commands and expressions of a TestAssert document.
func (c *Case) kuttlTestAssert(dir string, o object, within time.Duration) error {
	begin := len(c.Lines)
	o.ignore("metadata", "timeout", "collectors")
	for _, command := range o.children("commands") {
		c.kuttlCommand(dir, command, func(line string) { c.check("running "+quoted(line)+" on this machine exits with 0", "", within) })
	}
	if err := c.kuttlExpressions(o, within); err != nil {
		return err
	}
	c.unread(o, begin)
	return nil
}

// strangers lists KUTTL's own documents in places where KUTTL does not read them.
func (c *Case) strangers(all kuttlObjects, read []object) {
	for _, use := range []string{forApply, forAssert, forErrors} {
		for _, o := range all[use] {
			if o.tool(kuttlGroup) && o.kind() != "TestFile" && !slices.ContainsFunc(read, func(one object) bool { return one.node == o.node }) {
				c.skip(o.at, "a "+o.kind(), "KUTTL does not read it in this file")
			}
		}
	}
}

// kuttlTimeout returns the timeout of the step's TestAssert, of which the last one counts, or that of the suite; 0 if none is set.
func (c *Case) kuttlTimeout(asserts []object) time.Duration {
	for _, o := range slices.Backward(asserts) {
		if seconds, err := strconv.Atoi(o.text("timeout")); err == nil && seconds > 0 {
			return time.Duration(seconds) * time.Second
		}
	}
	return c.limits[""]
}

// own returns KUTTL's own documents of a kind.
func own(all []object, kind string) []object {
	return slices.DeleteFunc(slices.Clone(all), func(o object) bool { return !o.tool(kuttlGroup) || o.kind() != kind })
}

// clusterObjects removes KUTTL's own documents.
func clusterObjects(all []object) []object {
	return slices.DeleteFunc(slices.Clone(all), func(o object) bool { return o.tool(kuttlGroup) })
}
