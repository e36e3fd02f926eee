package translate

import (
	"fmt"
	"path"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

const (
	whyExpression = "an expression of Chainsaw; write what the object must be like with `matches:`, or in CEL with `satisfies`"
	whyNoName     = "it names no object; name it, or count: `there are 2 pods labelled \"app=web\"`"
)

// apply adds the steps that apply objects. An object that the scenario has applied before is patched, as the tools merge it
// into the existing object.
func (c *Case) apply(name string, objects []object) error {
	return c.send(name, objects, `the manifest "%s" is applied`)
}

// create adds the steps that create objects that must not exist.
func (c *Case) create(name string, objects []object) error {
	return c.send(name, objects, `the objects of manifest "%s" are created`)
}

func (c *Case) send(name string, objects []object, step string) error {
	var fresh []*yaml.Node
	var patched []object
	for _, o := range objects {
		if expression := c.expression(o.node); expression != "" {
			c.skip(o.at, "a manifest with "+expression, whyExpression)
			continue
		}
		words, named := o.named("metadata")
		if k := c.knows(words); named && k != nil && k.applied {
			patched = append(patched, o)
			continue
		}
		if named {
			c.learn(o, words, true)
		}
		fresh = append(fresh, o.node)
	}
	if len(fresh) > 0 {
		text, err := encode(fresh...)
		if err != nil {
			return err
		}
		c.act(fmt.Sprintf(step, c.file(name, text)), "")
	}
	for _, o := range patched {
		if err := c.patch(o); err != nil {
			return err
		}
	}
	return nil
}

// file adds a manifest, and returns its name for steps.
func (c *Case) file(name, text string) string {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	full := path.Join(c.Name, base+".yaml")
	for n := 2; c.has(full); n++ {
		full = path.Join(c.Name, fmt.Sprintf("%s-%d.yaml", base, n))
	}
	c.Files = append(c.Files, File{Name: full, Data: []byte(text)})
	return full
}

func (c *Case) has(name string) bool {
	for _, f := range c.Files {
		if f.Name == name {
			return true
		}
	}
	return false
}

func (c *Case) patch(o object) error {
	if expression := c.expression(o.node); expression != "" {
		c.skip(o.at, "a patch with "+expression, whyExpression)
		return nil
	}
	words, named := o.named("metadata")
	rest, err := o.rest()
	switch {
	case err != nil:
		return err
	case !named:
		c.skip(o.at, "a patch", whyNoName)
	case c.elsewhere(o, "metadata"):
		c.skip(o.at, "a patch of "+words, whyForeign)
	case rest != "":
		c.act(words+" is patched with this merge patch:", rest)
	}
	return nil
}

// assert adds a check of what an object must be like.
func (c *Case) assert(o object, within time.Duration) error {
	return c.judge(o, "an assertion", func(words, rest string) {
		if rest == "" {
			c.check(words+" exists", "", within)
		} else {
			c.check(words+" matches:", rest, within)
			c.lists(o, words, within)
		}
		c.learn(o, words, false)
	})
}

// absent adds a check of what no object may be like. For the tools, a missing object is fine. A step must say which of the two
// it means: that the object does not exist, if the scenario has deleted it, and otherwise that it is not like that.
func (c *Case) absent(o object, within time.Duration) error {
	return c.judge(o, "an error", func(words, rest string) {
		if k := c.knows(words); rest == "" || k != nil && k.gone {
			c.check(words+" does not exist", "", within)
		} else {
			c.check(words+" does not match:", rest, within)
		}
	})
}

// judge passes on the words for an object, and what is said about it.
func (c *Case) judge(o object, what string, use func(words, rest string)) error {
	if expression := c.expression(o.node); expression != "" {
		c.skip(o.at, what+" with "+expression, whyExpression)
		return nil
	}
	words, named := o.named("metadata")
	rest, err := o.rest()
	switch {
	case err != nil:
		return err
	case !named:
		c.skip(o.at, fmt.Sprintf("%s about any %s", what, o.kind()), whyNoName)
	case c.elsewhere(o, "metadata"):
		c.skip(o.at, fmt.Sprintf("%s on %s", what, words), whyForeign)
	default:
		use(words, rest)
	}
	return nil
}

// end makes sure that a scenario without a check says so.
func (c *Case) end() {
	if c.steps() > 0 && !c.judges() {
		c.skip(place{file: c.Source}, "a test without an assertion", "it only shows that the manifests are accepted; add what must be true after that")
	}
}
