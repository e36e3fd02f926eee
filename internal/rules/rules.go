package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/words"
)

// Severity is how bad it is that a rule is broken.
type Severity int

// From the least to the worst.
const (
	Info    Severity = iota // good to know
	Warning                 // most likely not meant so
	Error                   // it cannot be run, or will fail for certain
)

var severities = []string{"info", "warning", "error"}

func (s Severity) String() string { return severities[s] }

// MarshalText is the word for it.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ParseSeverity reads the word for a severity.
func ParseSeverity(word string) (Severity, error) {
	i := slices.Index(severities, word)
	if i < 0 {
		return 0, fmt.Errorf("there is no severity %q: it is %s", word, strings.Join(severities, ", "))
	}
	return Severity(i), nil
}

// Rule is something that may be wrong.
type Rule struct {
	Name     string
	Severity Severity
	// Refused says that a run refuses what breaks the rule, so that it cannot be ignored.
	Refused bool
	// Fixed says that lint --fix mends it, at least where it is certain what was meant.
	Fixed bool
	// Doc says in one or two sentences what breaks the rule, and why that matters.
	Doc string
	// Bad breaks the rule, Good is what to write instead. Either may be empty.
	Bad, Good string
}

// Find is the rule of a name.
func Find(name string) (Rule, bool) {
	i := slices.IndexFunc(table, func(r Rule) bool { return r.Name == name })
	if i < 0 {
		return Rule{}, false
	}
	return table[i], true
}

// All are the rules: those that a run refuses, those that it warns of, and those that only lint has.
func All() []Rule { return slices.Clone(table) }

// Match are the names of the rules that patterns name; * stands for any signs, as in "unknown-*".
func Match(patterns ...string) ([]string, error) {
	var names []string
	for _, r := range table {
		names = append(names, r.Name)
	}
	var found []string
	for _, p := range patterns {
		n := len(found)
		for _, name := range names {
			if ok, err := path.Match(p, name); err == nil && ok {
				found = append(found, name)
			}
		}
		if len(found) == n {
			return nil, unknown(p, names)
		}
	}
	return found, nil
}

func unknown(pattern string, names []string) error {
	if near := words.Nearest(pattern, names); near != "" {
		return fmt.Errorf("there is no rule %q: did you mean %s?", pattern, near)
	}
	return fmt.Errorf("there is no rule %q; gherkind lint --list-rules prints them", pattern)
}
