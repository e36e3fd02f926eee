package translate

import (
	"cmp"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const chainsawGroup = "chainsaw.kyverno.io"

// Chainsaw reads the tests in dir and below it: files called chainsaw-test.yaml.
// See https://kyverno.github.io/chainsaw/latest/reference/apis/chainsaw.v1alpha1/.
func Chainsaw(dir string) (*Suite, error) {
	suite, err := suiteOf(dir, func(_ string, entry fs.DirEntry) bool {
		return !entry.IsDir() && slices.Contains([]string{"chainsaw-test.yaml", "chainsaw-test.yml"}, entry.Name())
	}, chainsawCase)
	if err != nil {
		return nil, err
	}
	if len(suite.Cases) == 0 {
		return nil, fmt.Errorf("%w: %s has no file chainsaw-test.yaml", ErrNoTests, dir)
	}
	return suite, nil
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
	for _, key := range []string{"bindings", "scenarios"} {
		if node := test.field("spec", key); node != nil {
			c.skip(place{test.at.file, node.Line}, key, "there is no equivalent; see Values in docs/writing-scenarios.md")
		}
	}
	for _, step := range test.children("spec", "steps") {
		if name := step.text("name"); name != "" {
			c.Lines = append(c.Lines, Line{Comment: name})
		}
		if node := step.field("use"); node != nil {
			c.skip(place{step.at.file, node.Line}, "use", "templates of steps are not translated; write a Background, or repeat the steps")
		}
		for _, part := range []string{"try", "cleanup", "finally"} {
			for _, o := range step.children(part) {
				if err := c.chainsawOperation(dir, test, step, o, part); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// evidence are operations that only collect what the evidence of a failed scenario contains anyway.
var evidence = []string{"podLogs", "events", "describe", "get"}

// aside are further fields of an operation.
var aside = []string{"description", "outputs", "compiler", "continueOnError"}

// changes returns a field that changes the meaning of an operation, so that it cannot be translated; "" if it has none.
func (o object) changes() string {
	for _, key := range []string{"dryRun", "cluster"} {
		if value := o.text(key); value != "" && value != "false" {
			return key
		}
	}
	return ""
}

func (c *Case) chainsawOperation(dir string, test, step, o object, part string) error {
	for i := 0; i+1 < len(o.node.Content); i += 2 {
		what, node := o.node.Content[i].Value, o.node.Content[i+1]
		if slices.Contains(aside, what) || slices.Contains(evidence, what) {
			continue
		}
		at := place{o.at.file, o.node.Content[i].Line}
		operation := object{node, at}
		if part != "try" {
			c.skip(at, part+": "+what, "what a scenario has made is removed at its end in any case")
			continue
		}
		if operation.field("expect") != nil {
			c.skip(at, what+" with expect", "a refusal is written so: `applying the manifest … is rejected with \"…\"`")
			continue
		}
		if key := operation.changes(); key != "" {
			c.skip(at, what+" with "+key, "there is no equivalent")
			continue
		}
		within := chainsawTimeout(test, step, operation, what)
		if err := c.chainsawKind(dir, what, operation, within); err != nil {
			return err
		}
	}
	return nil
}

func (c *Case) chainsawKind(dir, what string, o object, within time.Duration) error {
	switch what {
	case "apply":
		return c.chainsawObjects(dir, what, o, func(name string, all []object) error { return c.apply(name, all) })
	case "create":
		return c.chainsawObjects(dir, what, o, func(name string, all []object) error { return c.create(name, all) })
	case "patch":
		return c.chainsawObjects(dir, what, o, func(_ string, all []object) error { return each(all, c.patch) })
	case "assert":
		return c.chainsawObjects(dir, what, o, func(_ string, all []object) error {
			return each(all, func(o object) error { return c.assert(o, within) })
		})
	case "error":
		return c.chainsawObjects(dir, what, o, func(_ string, all []object) error {
			return each(all, func(o object) error { return c.absent(o, within) })
		})
	case "delete":
		if ref, ok := o.child("ref"); ok {
			c.remove(ref)
			return nil
		}
		return c.chainsawObjects(dir, what, o, func(_ string, all []object) error {
			return each(all, func(o object) error { c.remove(o, "metadata"); return nil })
		})
	case "wait":
		c.chainsawWait(o, within)
	case "script":
		c.command(o.at, o.text("content"))
	case "command":
		c.command(o.at, strings.Join(append([]string{o.text("entrypoint")}, values(o.children("args"))...), " "))
	case "sleep":
		c.skip(o.at, "sleep "+o.text("duration"), "steps wait by themselves; of a state that must last say so with `for 5s`")
	default:
		c.skip(o.at, what, "there is no equivalent")
	}
	return nil
}

func each(all []object, do func(object) error) error {
	for _, o := range all {
		if err := do(o); err != nil {
			return err
		}
	}
	return nil
}

func values(all []object) (texts []string) {
	for _, o := range all {
		texts = append(texts, o.node.Value)
	}
	return texts
}

// chainsawObjects passes on the objects of an operation: those of its file or its inline resource.
func (c *Case) chainsawObjects(dir, what string, o object, use func(name string, all []object) error) error {
	if resource, ok := o.child("resource"); ok {
		return use(fmt.Sprintf("%s-%s.yaml", what, slug(cmp.Or(resource.text("metadata", "name"), resource.kind()))), []object{resource})
	}
	file := o.text("file")
	objects, why := filesOf(dir, filepath.ToSlash(filepath.Dir(c.Source)), file)
	if why != "" {
		c.skip(o.at, strings.TrimSpace(what+" "+file), why)
		return nil
	}
	return use(strings.ReplaceAll(filepath.Base(file), "*", "all"), objects)
}

// chainsawWait adds the check for a kubectl wait.
func (c *Case) chainsawWait(o object, within time.Duration) {
	words, named := o.named()
	condition, path := o.text("for", "condition", "name"), o.text("for", "jsonPath", "path")
	switch {
	case !named:
		c.skip(o.at, "a wait", whyNoName)
	case o.field("for", "deletion") != nil:
		c.check(words+" does not exist", "", within)
	case condition != "" && strings.EqualFold(cmp.Or(o.text("for", "condition", "value"), "true"), "true"):
		c.check(fmt.Sprintf("%s has the condition %q", words, condition), "", within)
	case condition != "" && strings.EqualFold(o.text("for", "condition", "value"), "false"):
		c.check(fmt.Sprintf("%s has the condition %q with status False", words, condition), "", within)
	case path != "" && o.text("for", "jsonPath", "value") != "" && !strings.Contains(path, `"`):
		c.check(fmt.Sprintf("%s has %q at %q", words, o.text("for", "jsonPath", "value"), path), "", within)
	default:
		c.skip(o.at, "a wait for "+words, "what it waits for is not known")
	}
}

// chainsawTimeout returns the timeout of the operation, its step or the test; 0 if none is set.
func chainsawTimeout(test, step, o object, what string) time.Duration {
	kind := what
	if what == "wait" {
		kind = "exec"
	}
	for _, text := range []string{o.text("timeout"), step.text("timeouts", kind), test.text("spec", "timeouts", kind)} {
		if within, err := time.ParseDuration(text); err == nil && within > 0 {
			return within
		}
	}
	return 0
}
