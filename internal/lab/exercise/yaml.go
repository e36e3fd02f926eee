package exercise

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/lab/marks"
	"github.com/gherkind/gherkind/internal/words"
)

// file is a YAML file that is being read, with its problems.
type file struct {
	uri      string
	problems gherkin.Problems
}

func (f *file) bad(line int, suggestion, format string, args ...any) {
	f.problems = append(f.problems, gherkin.Problem{URI: f.uri, Line: line, Message: fmt.Sprintf(format, args...), Suggestion: suggestion})
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// root returns the top-level mapping of the file, or nil with a problem if there is none.
func (f *file) root(data []byte) *yaml.Node {
	decoder, node := yaml.NewDecoder(bytes.NewReader(data)), yaml.Node{}
	err := decoder.Decode(&node)
	switch {
	case errors.Is(err, io.EOF):
		f.bad(0, "gherkind lab new NAME writes an exercise to start from", "the file is empty")
		return nil
	case err != nil:
		m := yamlLine.FindStringSubmatch(err.Error())
		if m == nil {
			m = []string{"", "", err.Error()}
		}
		line, _ := strconv.Atoi(m[1]) // 0 if the parser names none
		f.bad(line, "", "cannot be read as YAML: %s", m[2])
		return nil
	case node.Content[0].Kind != yaml.MappingNode:
		f.bad(node.Content[0].Line, "write a key, a colon and its value on each line", "the file is not a mapping")
		return nil
	}
	if decoder.Decode(&yaml.Node{}) == nil {
		f.bad(node.Content[0].Line, "remove everything after the line ---", "the file has more than one document")
	}
	return node.Content[0]
}

// fields say how to read the value of each key.
type fields map[string]func(*yaml.Node)

// mapping reads the keys of a mapping. Unknown and duplicate keys are problems.
func (f *file) mapping(node *yaml.Node, of string, known fields) {
	if node.Kind != yaml.MappingNode {
		f.bad(node.Line, "", "%s: here should be keys with values", of)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		read, is := known[key.Value]
		switch {
		case !is:
			f.bad(key.Line, nearestKey(key.Value, slices.Sorted(maps.Keys(known))), "%s has no key %q", of, key.Value)
		case seen[key.Value]:
			f.bad(key.Line, "use only one of them", "the key %q is listed twice", key.Value)
		default:
			read(value)
		}
		seen[key.Value] = true
	}
}

// each reads a mapping with arbitrary keys.
func (f *file) each(node *yaml.Node, of string, read func(key, value *yaml.Node)) {
	if node.Kind != yaml.MappingNode {
		f.bad(node.Line, "", "%s: here should be names with values", of)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		if seen[key.Value] {
			f.bad(key.Line, "use only one of them", "the key %q is listed twice", key.Value)
			continue
		}
		seen[key.Value] = true
		read(key, node.Content[i+1])
	}
}

func nearestKey(key string, known []string) string {
	if near := words.Nearest(key, known); near != "" {
		return fmt.Sprintf("did you mean: %s", near)
	}
	return "there are: " + strings.Join(known, ", ")
}

// text reads a non-empty string.
func (f *file) text(node *yaml.Node, of string) string {
	if node.Kind != yaml.ScalarNode || strings.TrimSpace(node.Value) == "" || node.Tag == "!!null" {
		f.bad(node.Line, "", "%s: here should be a text", of)
		return ""
	}
	return node.Value
}

// points reads a number of points.
func (f *file) points(node *yaml.Node, of string) marks.Points {
	n, err := marks.ParsePoints(node.Value)
	if err != nil {
		f.bad(node.Line, "", "%s: %v", of, err)
	}
	return n
}

// number reads an integer that is at least least.
func (f *file) number(node *yaml.Node, of string, least int) int {
	n, err := strconv.Atoi(node.Value)
	if node.Kind != yaml.ScalarNode || err != nil || n < least {
		f.bad(node.Line, fmt.Sprintf("write a whole number from %d on", least), "%s: %q does not fit", of, node.Value)
		return least
	}
	return n
}

// list reads a list of strings; a single string is a list of one.
func (f *file) list(node *yaml.Node, of string) []string {
	if node.Kind == yaml.ScalarNode {
		return []string{f.text(node, of)}
	}
	if node.Kind != yaml.SequenceNode {
		f.bad(node.Line, "write [one, two]", "%s: here should be a list", of)
		return nil
	}
	var all []string
	for _, item := range node.Content {
		all = append(all, f.text(item, of))
	}
	return all
}

// oneOf reads one of several words.
func (f *file) oneOf(node *yaml.Node, of string, allowed ...string) string {
	if !slices.Contains(allowed, node.Value) {
		f.bad(node.Line, nearestKey(node.Value, allowed), "%s: %q is not known", of, node.Value)
		return allowed[0]
	}
	return node.Value
}
