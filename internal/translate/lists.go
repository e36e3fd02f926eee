package translate

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/expression"
)

// lists adds what `matches:` does not compare, but the tools do: how many items a list has, in which order, and that an empty map is
// there at all.
func (c *Case) lists(o object, words string, within time.Duration) {
	var v lists
	v.visit(o.node, "object")
	for _, text := range v.conditions {
		c.satisfies(o.at, words, text, within)
	}
	for _, node := range v.open {
		c.skip(place{o.at.file, node.Line}, "the order of a list", "its items have no fields by which they could be told apart; compare them in CEL with `satisfies`")
	}
}

// satisfies adds a check of a condition in CEL.
func (c *Case) satisfies(at place, words, text string, within time.Duration) bool {
	if _, err := expression.OfObject(text); err != nil {
		c.skip(at, "the expression "+text, err.Error())
		return false
	}
	if strings.Contains(text, `\`) && strings.Contains(text, `"`) {
		c.skip(at, "the expression "+text, "it has both double quotes and backslashes; write it with single quotes")
		return false
	}
	c.check(words+` satisfies "`+strings.ReplaceAll(text, `"`, `\"`)+`"`, "", within)
	return true
}

type lists struct {
	conditions []string
	open       []*yaml.Node // lists of which the order cannot be compared
}

func (v *lists) visit(node *yaml.Node, path string) {
	if node.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(node.Content); i += 2 {
			key, value := node.Content[i].Value, node.Content[i+1]
			if value.Kind == yaml.MappingNode && len(value.Content) == 0 && isWord(key) {
				v.conditions = append(v.conditions, "has("+selected(path, key)+")")
			}
			v.visit(value, selected(path, key))
		}
	}
	if node.Kind == yaml.SequenceNode {
		text := fmt.Sprintf("size(%s) == %d", path, len(node.Content))
		if ordered, ok := order(node, path); ok {
			text += ordered
		} else {
			v.open = append(v.open, node)
		}
		v.conditions = append(v.conditions, text)
		for i, item := range node.Content {
			v.visit(item, fmt.Sprintf("%s[%d]", path, i))
		}
	}
}

// order returns conditions that tell the items of a list apart.
func order(list *yaml.Node, path string) (text string, ok bool) {
	if len(list.Content) < 2 {
		return "", true
	}
	for i, item := range list.Content {
		at := fmt.Sprintf("%s[%d]", path, i)
		if item.Kind == yaml.ScalarNode {
			value, ok := literal(item)
			if !ok {
				return "", false
			}
			text += " && " + at + " == " + value
			continue
		}
		key := distinctive(item)
		if key < 0 {
			return "", false
		}
		value, _ := literal(item.Content[key+1])
		text += " && " + selected(at, item.Content[key].Value) + " == " + value
	}
	return text, true
}

// distinctive returns the index of the key by which items of lists usually differ, or of another one with a simple value; -1 if there
// is none. The name of an image differs between clusters.
func distinctive(item *yaml.Node) int {
	for _, key := range []string{"name", "type", "key", "ip", "port"} {
		if i := keyIndex(item, key); i >= 0 {
			if _, ok := literal(item.Content[i+1]); ok {
				return i
			}
		}
	}
	if item.Kind != yaml.MappingNode {
		return -1
	}
	for i := 0; i+1 < len(item.Content); i += 2 {
		if _, ok := literal(item.Content[i+1]); ok && item.Content[i].Value != "image" {
			return i
		}
	}
	return -1
}

var decimal = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)

// literal returns a simple value in CEL.
func literal(node *yaml.Node) (text string, ok bool) {
	if node.Kind != yaml.ScalarNode {
		return "", false
	}
	switch node.Tag {
	case "!!str":
		return "'" + node.Value + "'", !strings.ContainsAny(node.Value, "'\"\\\n\r")
	case "!!int":
		return node.Value, decimal.MatchString(node.Value)
	case "!!bool":
		return strings.ToLower(node.Value), true
	}
	return "", false
}

var word = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// reserved are the words of CEL that cannot be the name of a field.
var reserved = strings.Fields("as break const continue else false for function if import in let loop namespace null package return true var void while")

func isWord(key string) bool { return word.MatchString(key) && !slices.Contains(reserved, key) }

// selected returns the path of a field in CEL.
func selected(path, key string) string {
	if isWord(key) {
		return path + "." + key
	}
	return path + "['" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(key) + "']"
}
