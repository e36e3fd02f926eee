package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/words"
)

// Severity is how serious the violation of a rule is.
type Severity int

// From the least to the worst.
const (
	Info    Severity = iota // good to know
	Warning                 // probably a mistake
	Error                   // it cannot run, or will certainly fail
)

var severities = []string{"info", "warning", "error"}

func (s Severity) String() string { return severities[s] }

// MarshalText returns the severity as a word.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ParseSeverity parses a severity.
func ParseSeverity(word string) (Severity, error) {
	i := slices.Index(severities, word)
	if i < 0 {
		return 0, fmt.Errorf("there is no severity %q: it is %s", word, strings.Join(severities, ", "))
	}
	return Severity(i), nil
}

// Rule describes a kind of mistake.
type Rule struct {
	Name     string
	Severity Severity
	// Refused says that a run refuses violations, so they cannot be ignored.
	Refused bool
	// Fixed says that lint --fix corrects violations, at least where the intention is certain.
	Fixed bool
	// Doc says in one or two sentences what violates the rule, and why that matters.
	Doc string
	// Bad violates the rule, Good is what to write instead. Either may be empty.
	Bad, Good string
}

// Find returns the rule with the given name.
func Find(name string) (Rule, bool) {
	i := slices.IndexFunc(table, func(r Rule) bool { return r.Name == name })
	if i < 0 {
		return Rule{}, false
	}
	return table[i], true
}

// All returns all rules: those that a run enforces, those that it warns about, and those that only lint checks.
func All() []Rule { return slices.Clone(table) }

// Match returns the names of the rules that match any of the patterns; * matches any characters, as in "unknown-*".
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
