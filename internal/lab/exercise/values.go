package exercise

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/gherkin"
)

// Source is where a student's value comes from: one of several words, or an integer of a range.
type Source struct {
	OneOf    []string
	From, To int
}

func (f *file) sources(node *yaml.Node) map[string]Source {
	all := map[string]Source{}
	f.each(node, "values", func(key, value *yaml.Node) {
		of, one := fmt.Sprintf("value %q", key.Value), Source{}
		f.mapping(value, of, fields{
			"one-of": func(n *yaml.Node) { one.OneOf = f.list(n, of) },
			"from":   func(n *yaml.Node) { one.From = f.number(n, of, 0) },
			"to":     func(n *yaml.Node) { one.To = f.number(n, of, 0) },
		})
		if len(one.OneOf) == 0 && one.To <= one.From {
			f.bad(key.Line, "write {from: 30000, to: 30100}, or {one-of: [red, green]}", "%s: nothing to choose from", of)
			one.To = one.From
		}
		all[key.Value] = one
	})
	return all
}

// ValuesOf returns the values of a student in the exercise of this name, according to its exercise.yaml. Invalid sources are
// skipped; [Load] reports them.
func ValuesOf(name string, settings []byte, seed string) map[string]string {
	f := file{uri: SettingsFile}
	return valuesOf(name, f.settings(settings).Sources, seed)
}

func valuesOf(exercise string, sources map[string]Source, seed string) map[string]string {
	values := map[string]string{}
	for name, source := range sources {
		values[name] = source.of(exercise, name, seed)
	}
	return values
}

// of returns the value for a seed: always the same for the same exercise, name and seed.
func (s Source) of(exercise, name, seed string) string {
	sum := sha256.Sum256([]byte(exercise + "\x00" + name + "\x00" + seed))
	n := binary.BigEndian.Uint64(sum[:8])
	if len(s.OneOf) > 0 {
		return s.OneOf[n%uint64(len(s.OneOf))]
	}
	return strconv.Itoa(s.From + int(n%uint64(s.To-s.From+1))) //nolint:gosec // less than To
}

var valueIn = regexp.MustCompile(`\$\(value:([^()\s]*)\)`)

// Fill replaces $(value:NAME) in a file of the exercise by the student's values. An unknown name is a problem, with its line.
func Fill(uri string, text []byte, values map[string]string) ([]byte, gherkin.Problems) {
	f := file{uri: uri}
	known := slices.Sorted(maps.Keys(values))
	filled := valueIn.ReplaceAllFunc(text, func(found []byte) []byte {
		name := string(valueIn.FindSubmatch(found)[1])
		value, is := values[name]
		if !is {
			f.bad(lineOf(text, found), undeclared(name, known), "%s: there is no value %q", found, name)
			return found
		}
		return []byte(value)
	})
	return filled, f.problems
}

func undeclared(name string, known []string) string {
	if len(known) == 0 {
		return "declare it in " + SettingsFile + ": values: {" + name + ": {one-of: [red, green]}}"
	}
	return nearestKey(name, known)
}

// lineOf returns the line of the first occurrence of a part in a text.
func lineOf(text, part []byte) int {
	line := 1
	for i := range text {
		if len(text)-i >= len(part) && string(text[i:i+len(part)]) == string(part) {
			return line
		}
		if text[i] == '\n' {
			line++
		}
	}
	return 0
}
