package translate

import (
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

const (
	whyNotThere = "nothing in the test says that it exists, and the tool ignores what is missing; if it exists, write `… is deleted` and `… does not exist`"
	whyGone     = "the scenario has deleted it before, and the tool ignores what is missing"
	whyOthers   = "the scenario has such objects in other namespaces, too, and the step would delete those as well"
	whyForeign  = "it is in a namespace in which the test makes nothing; put what must be there before into `setup:` of gherkind.yaml, see docs/project.md"
)

// known is an object that the scenario has applied, or found to exist.
type known struct {
	words, noun, name, namespace string
	labels, pods                 map[string]string // its labels, and those of the pods made from it
	applied, gone                bool
}

// knows returns what the scenario knows of an object; nil if it knows nothing.
func (c *Case) knows(words string) *known {
	for _, k := range c.known {
		if k.words == words {
			return k
		}
	}
	return nil
}

// learn records that an object exists.
func (c *Case) learn(o object, words string, applied bool) {
	k := c.knows(words)
	if k == nil {
		k = &known{words: words, noun: o.noun(), name: o.text("metadata", "name"), namespace: o.namespace("metadata")}
		c.known = append(c.known, k)
	}
	k.gone, k.applied = false, k.applied || applied
	if applied {
		k.labels, k.pods = pairs(o.field("metadata", "labels")), pairs(o.field("spec", "template", "metadata", "labels"))
	}
}

// lose records that an object has been deleted, and with a namespace all that is in it.
func (c *Case) lose(lost *known) {
	lost.gone, lost.applied = true, false
	for _, k := range c.known {
		if lost.noun == "namespace" && k.namespace == lost.name {
			k.gone, k.applied = true, false
		}
	}
}

func pairs(node *yaml.Node) map[string]string {
	all := map[string]string{}
	if node != nil && node.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(node.Content); i += 2 {
			all[node.Content[i].Value] = node.Content[i+1].Value
		}
	}
	return all
}

func contains(all, some map[string]string) bool {
	for key, value := range some {
		if have, ok := all[key]; !ok || have != value {
			return false
		}
	}
	return true
}

// elsewhere reports whether an object is in a namespace in which the scenario has made nothing.
func (c *Case) elsewhere(o object, path ...string) bool {
	namespace := o.namespace(path...)
	if namespace == "" {
		return false
	}
	for _, k := range c.known {
		if k.namespace == namespace || k.noun == "namespace" && k.name == namespace {
			return false
		}
	}
	return true
}

// remove adds the deletion of an object, for which the tools wait. path is where its name is.
func (c *Case) remove(o object, within time.Duration, path ...string) {
	words, named := o.named(path...)
	switch {
	case named:
		c.removeNamed(o, words, within, path...)
	case o.kind() == "":
		c.skip(o.at, "a deletion", "it names no object and no labels")
	default:
		c.removeAll(o, within, path...)
	}
}

func (c *Case) removeNamed(o object, words string, within time.Duration, path ...string) {
	switch k := c.knows(words); {
	case c.elsewhere(o, path...):
		c.skip(o.at, "the deletion of "+words, whyForeign)
	case k == nil:
		c.skip(o.at, "the deletion of "+words, whyNotThere)
	case k.gone:
		c.skip(o.at, "the deletion of "+words, whyGone)
	default:
		c.act(words+" is deleted", "")
		c.isGone(k, within)
	}
}

func (c *Case) isGone(k *known, within time.Duration) {
	c.check(k.words+" does not exist", "", within)
	c.lose(k)
}

// removeAll adds the deletion of all objects of a kind, or of those with certain labels.
func (c *Case) removeAll(o object, within time.Duration, path ...string) {
	labels, namespace := o.field(append(path, "labels")...), o.namespace(path...)
	what := "the deletion of every " + o.noun()
	selector := o.labels(append(path, "labels")...)
	if selector != "" {
		what += " labelled " + quoted(selector)
	}
	var found []*known
	others, made := false, false
	for _, k := range c.known {
		if k.gone {
			continue
		}
		is := k.noun == o.noun() && contains(k.labels, pairs(labels))
		made = made || o.noun() == "pod" && selector != "" && k.namespace == namespace && contains(k.pods, pairs(labels))
		switch {
		case is && k.namespace == namespace:
			found = append(found, k)
		case is:
			others = true
		}
	}
	switch {
	case len(found) == 0 && !made:
		c.skip(o.at, what, whyNotThere)
		return
	case others && selector != "":
		c.skip(o.at, what, whyOthers)
		return
	case selector != "":
		c.act("every "+o.noun()+" labelled "+quoted(selector)+" is deleted", "")
	default:
		for _, k := range found {
			c.act(k.words+" is deleted", "")
		}
		c.skip(o.at, what, "only those are deleted that the test has applied")
	}
	for _, k := range found {
		c.isGone(k, within)
	}
}

// quoted is a text as steps write it.
func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
