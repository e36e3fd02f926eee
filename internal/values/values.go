// Package values defines the syntax for values in texts: $(value:NAME). The dollar and the word before the colon distinguish it
// from Helm templates ({{ .name }}), columns of Examples (<name>), and variables of containers and shells ($(NAME), ${NAME}).
package values

import (
	"regexp"
	"slices"
	"strings"
)

// asked matches $(value:NAME), and $$(value:NAME), which is not a reference: Kubernetes turns it into $(value:NAME), like
// $$(NAME).
var asked = regexp.MustCompile(`\$?\$\(value:([^()\n]*)\)`)

// name matches valid names of values.
var name = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]*$`)

// IsName reports whether a text is a valid name of a value.
func IsName(text string) bool { return name.MatchString(text) }

// Asked is a reference to a value in a text.
type Asked struct {
	Name string
	Line int // from 0
}

// In returns the references to values in a text, in order.
func In(text string) []Asked {
	if !Any(text) {
		return nil
	}
	var all []Asked
	for i, line := range strings.Split(text, "\n") {
		for _, found := range asked.FindAllStringSubmatch(line, -1) {
			if !strings.HasPrefix(found[0], "$$") {
				all = append(all, Asked{found[1], i})
			}
		}
	}
	return all
}

// Any reports whether a text may contain references to values.
func Any(text string) bool { return strings.Contains(text, "$(value:") }

// Waits reports whether a text contains references to values.
func Waits(text string) bool { return len(In(text)) > 0 }

// Fill replaces the references in a text. Unknown values are left as they are.
func Fill(text string, value func(name string) (string, bool)) string {
	if !Any(text) {
		return text
	}
	return asked.ReplaceAllStringFunc(text, func(found string) string {
		if strings.HasPrefix(found, "$$") {
			return found
		}
		if v, known := value(asked.FindStringSubmatch(found)[1]); known {
			return v
		}
		return found
	})
}

// Of looks values up in a map.
func Of(known map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v, is := known[name]
		return v, is
	}
}

// Quoted looks values up, and escapes them for double quotes in a step.
func Quoted(value func(string) (string, bool)) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v, is := value(name)
		return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(v), is
	}
}

// Key returns a text that is the same for the same values, and "" for none.
func Key(known map[string]string) string {
	var all []string
	for name, value := range known {
		all = append(all, name+"="+value)
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}
