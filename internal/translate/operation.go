package translate

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

func (c *Case) chainsawKind(dir, what string, o object, within time.Duration) error {
	switch what {
	case "apply", "create", "patch", "assert", "error":
		return c.chainsawObjects(dir, what, o, within)
	case "delete":
		return c.chainsawDelete(dir, o, within)
	case "wait":
		c.chainsawWait(o, within)
	case "script", "command":
		c.chainsawCommand(dir, what, o)
	case "sleep":
		c.skip(o.at, "sleep "+o.text("duration"), "steps wait by themselves; of a state that must last say so with `for 5s`")
	case "update":
		c.skip(o.at, what, "write what it changes with `is patched with:`")
		o.whole()
	default:
		c.skip(o.at, what, whyNone)
		o.whole()
	}
	return nil
}

func (c *Case) chainsawObjects(dir, what string, o object, within time.Duration) error {
	name, all, ok := c.chainsawFile(dir, what, o)
	if !ok {
		return nil
	}
	switch what {
	case "apply":
		return c.apply(name, all)
	case "create":
		return c.create(name, all)
	case "patch":
		return each(all, c.patch)
	case "assert":
		return each(all, func(o object) error { return c.assert(o, within) })
	default:
		return each(all, func(o object) error { return c.absent(o, within) })
	}
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

// called returns a name for the file of an object.
func (o object) called() string { return cmp.Or(o.text("metadata", "name"), o.kind()) }

// besidesResource returns an operation without the object that it is about, whose expressions are looked for when it is used. Its nodes
// are those of the operation.
func (o object) besidesResource() *yaml.Node {
	rest := *o.node
	rest.Content = nil
	for i := 0; i+1 < len(o.node.Content); i += 2 {
		if o.node.Content[i].Value != "resource" {
			rest.Content = append(rest.Content, o.node.Content[i], o.node.Content[i+1])
		}
	}
	return &rest
}

func (c *Case) chainsawDelete(dir string, o object, within time.Duration) error {
	if ref, ok := o.child("ref"); ok {
		c.remove(ref, within)
		ref.whole()
		return nil
	}
	_, all, _ := c.chainsawFile(dir, "delete", o)
	return each(all, func(o object) error {
		if expression := c.expression(o.node); expression != "" {
			c.skip(o.at, "an operation with "+expression, whyExpression)
			return nil
		}
		c.remove(o, within, "metadata")
		return nil
	})
}

// chainsawWait adds the check for a kubectl wait.
func (c *Case) chainsawWait(o object, within time.Duration) {
	o.ignore("format")
	words, named := o.named()
	condition, path := o.text("for", "condition", "name"), o.text("for", "jsonPath", "path")
	status, value := cmp.Or(o.text("for", "condition", "value"), "true"), o.text("for", "jsonPath", "value")
	switch {
	case !named:
		c.skip(o.at, "a wait", whyNoName)
		o.whole()
	case c.elsewhere(o):
		c.skip(o.at, "a wait for "+words, whyForeign)
		o.whole()
	case o.field("for", "deletion") != nil:
		c.check(words+" does not exist", "", within)
		if k := c.knows(words); k != nil {
			c.lose(k)
		}
	case o.field("for", "creation") != nil:
		c.check(words+" exists", "", within)
	case condition != "" && strings.EqualFold(status, "true"):
		c.check(fmt.Sprintf("%s has the condition %q", words, condition), "", within)
	case condition != "" && strings.EqualFold(status, "false"):
		c.check(fmt.Sprintf("%s has the condition %q with status False", words, condition), "", within)
	case path != "" && value != "" && !strings.Contains(path, `"`):
		c.check(fmt.Sprintf("%s has %s at %q", words, quoted(value), path), "", within)
	default:
		c.skip(o.at, "a wait for "+words, "what it waits for is not known")
		o.whole()
	}
}

// chainsawTimeout returns the timeout of the operation, its step, the test or the suite; 0 if none is set. It reads only those of checks
// and deletions: others are listed.
func (c *Case) chainsawTimeout(spec, step, o object, what string) time.Duration {
	kind := what
	switch what {
	case "assert", "error", "delete":
	case "wait":
		kind = "exec"
	default:
		return 0
	}
	for _, text := range []string{o.text("timeout"), step.text("timeouts", kind), spec.text("timeouts", kind)} {
		if within, err := time.ParseDuration(text); err == nil && within > 0 {
			return within
		}
	}
	return c.limits[kind]
}
