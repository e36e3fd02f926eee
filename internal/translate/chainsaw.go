package translate

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
)

const chainsawGroup = "chainsaw.kyverno.io"

// Chainsaw reads the tests in dir and below it: files called chainsaw-test.yaml, or as the configuration of the suite says.
// See https://kyverno.github.io/chainsaw/latest/reference/apis/chainsaw.v1alpha1/.
func Chainsaw(dir string) (*Suite, error) {
	settings, err := chainsawSettings(dir)
	if err != nil {
		return nil, err
	}
	suite, err := suiteOf(dir, func(_ string, entry fs.DirEntry) bool {
		return !entry.IsDir() && slices.Contains(settings.files, entry.Name())
	}, func(c *Case, path string) error {
		c.expressions, c.limits = true, settings.limits
		return chainsawCase(c, path)
	})
	if err != nil {
		return nil, err
	}
	suite.Notes = settings.notes
	return suite, suite.chainsawFolders(dir, settings.files)
}

// chainsawFolders lists folders that are a test without having a file for it.
func (s *Suite) chainsawFolders(dir string, files []string) error {
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() || len(kuttlSteps(path).steps) == 0 {
			return err
		}
		for _, name := range files {
			if exists(filepath.Join(path, name)) {
				return nil
			}
		}
		s.Notes = append(s.Notes, Skipped{File: filepath.ToSlash(path), What: "a test made of numbered files", Why: "import it with: gherkind import kuttl"})
		return nil
	})
	if err == nil && len(s.Cases) == 0 {
		return fmt.Errorf("%w: %s has no file %s", ErrNoTests, dir, files[0])
	}
	return err
}

func chainsawCase(c *Case, path string) error {
	objects, err := readObjects(path, c.Source)
	if err != nil {
		return err
	}
	dir, first := filepath.Dir(path), true
	for _, o := range objects {
		if !o.tool(chainsawGroup) || o.kind() != "Test" {
			c.skip(o.at, o.kind(), "only documents of kind Test are translated")
			continue
		}
		if !first {
			c.skip(o.at, "another test in the same file", "move it to its own folder, and import that")
			continue
		}
		first = false
		if err := c.chainsawTest(dir, o); err != nil {
			return err
		}
	}
	return nil
}

func (c *Case) chainsawTest(dir string, test object) error {
	if node := test.field("spec", "skip"); node != nil && node.Value == "true" {
		c.skip(place{test.at.file, node.Line}, "a test that is skipped", "tag its scenario @skip, and run with --tags 'not @skip'")
		return nil
	}
	begin := len(c.Lines)
	test.ignore("metadata")
	spec, _ := test.child("spec")
	if spec.node == nil {
		return nil
	}
	spec.ignore("description", "catch", "failFast", "skipDelete", "delayBeforeCleanup", "fastNamespaceDeletion")
	spec.allTimeouts()
	for _, step := range spec.children("steps") {
		if err := c.chainsawStep(dir, spec, step); err != nil {
			return err
		}
	}
	c.unread(test, begin)
	return nil
}

func (c *Case) chainsawStep(dir string, spec, step object) error {
	if name := step.text("name"); name != "" {
		c.Lines = append(c.Lines, Line{Comment: name})
	}
	begin := len(c.Lines)
	step.ignore("description", "catch", "skipDelete")
	step.allTimeouts()
	if node := step.field("use"); node != nil {
		c.skip(place{step.at.file, node.Line}, "use", "templates of steps are not translated; write a Background, or repeat the steps")
		step.ignore("use")
	}
	for _, part := range []string{"try", "cleanup", "finally"} {
		for _, o := range step.children(part) {
			if err := c.chainsawOperations(dir, spec, step, o, part); err != nil {
				return err
			}
		}
	}
	c.unread(step, begin)
	return nil
}

// allTimeouts marks the time limits of a test or of a step as read: those of checks and deletions are used where they apply, and the
// others limit actions.
func (o object) allTimeouts() {
	if limits, ok := o.child("timeouts"); ok {
		limits.ignore("apply", "assert", "cleanup", "delete", "error", "exec")
	}
}

// evidence are operations that only collect what the evidence of a failed scenario contains anyway.
var evidence = []string{"podLogs", "events", "describe", "get"}

// aside are further fields of an operation.
var aside = []string{"compiler", "continueOnError"}

func (c *Case) chainsawOperations(dir string, spec, step, o object, part string) error {
	o.ignore("description")
	for i := 0; i+1 < len(o.node.Content); i += 2 {
		key, node := o.node.Content[i], o.node.Content[i+1]
		if key.Value == "description" || slices.Contains(aside, key.Value) {
			continue
		}
		o.keys.read(key)
		operation := object{node, place{o.at.file, key.Line}, o.keys}
		if err := c.chainsawOperation(dir, spec, step, operation, part, key.Value); err != nil {
			return err
		}
	}
	return nil
}

func (c *Case) chainsawOperation(dir string, spec, step, o object, part, what string) error {
	begin := len(c.Lines)
	if text, why := notAnOperation(o, part, what); text != "" {
		c.skip(o.at, text, why)
	}
	if len(c.Lines) > begin || slices.Contains(evidence, what) {
		o.whole()
		return nil
	}
	if what != "script" && what != "command" {
		if expression := c.expression(o.besidesResource()); expression != "" {
			c.skip(o.at, "an operation with "+expression, whyExpression)
			o.whole()
			return nil
		}
	}
	within := c.chainsawTimeout(spec, step, o, what)
	if err := c.chainsawKind(dir, what, o, within); err != nil {
		return err
	}
	c.unread(o, begin)
	return nil
}

// notAnOperation says why an operation cannot be translated at all.
func notAnOperation(o object, part, what string) (text, why string) {
	switch {
	case slices.Contains(evidence, what):
		return "", ""
	case part != "try" && what == "delete":
		return part + ": " + what, "what a scenario has made is removed at its end in any case"
	case part != "try":
		return part + ": " + what, "a scenario has no steps that run after a failure, too; write what it must show as its last steps"
	case o.field("expect") != nil:
		return what + " with expect", "a refusal is written so: `applying the manifest … is rejected with \"…\"`"
	}
	for _, key := range []string{"dryRun", "cluster", "clusters", "subresource"} {
		if node := o.field(key); node != nil && node.Value != "false" && node.Value != "" || node != nil && len(node.Content) > 0 {
			return what + ": " + key, whyKey(key)
		}
	}
	return "", ""
}

// chainsawFile reads the objects of an operation: those of its file or its inline resource.
func (c *Case) chainsawFile(dir, what string, o object) (name string, all []object, ok bool) {
	if resource, ok := o.child("resource"); ok {
		resource.whole()
		return fmt.Sprintf("%s-%s.yaml", what, slug(resource.called())), []object{resource}, true
	}
	file := o.text("file")
	all, why := filesOf(dir, filepath.ToSlash(filepath.Dir(c.Source)), file)
	if why != "" {
		c.skip(o.at, strings.TrimSpace(what+" "+file), why)
		return "", nil, false
	}
	return strings.ReplaceAll(filepath.Base(file), "*", "all"), all, true
}
