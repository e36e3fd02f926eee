package lint

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/rules"
	"github.com/gherkind/gherkind/internal/words"
)

// ignoring is a comment that suppresses findings on the line below.
type ignoring struct {
	file   string
	line   int
	rules  []string
	reason string
	lines  []int // lines whose findings it suppresses
	used   map[string]bool
}

var ignoreComment = regexp.MustCompile(`^\s*#\s*gherkind:ignore\b[:\s]*(.*?)\s*$`)

// because separates the rules from the reason.
var because = regexp.MustCompile(`(?:^|\s)because(?:\s+|$)`)

// ignoringIn returns the suppressing comments of a file.
func ignoringIn(file string, lines []string) []*ignoring {
	var all []*ignoring
	for i, text := range lines {
		m := ignoreComment.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		one := &ignoring{file: file, line: i + 1, lines: below(lines, i+1), used: map[string]bool{}}
		list := m[1]
		if at := because.FindStringIndex(list); at != nil {
			one.reason, list = list[at[1]:], list[:at[0]]
		}
		one.rules = strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
		all = append(all, one)
	}
	return all
}

// below returns the lines to which a comment applies: the next line that is not a comment and, if that line has tags, the line to
// which they belong.
func below(lines []string, from int) []int {
	var found []int
	for i := from; i < len(lines); i++ {
		text := strings.TrimSpace(lines[i])
		switch {
		case text == "" || strings.HasPrefix(text, "#"):
		case strings.HasPrefix(text, "@"):
			found = append(found, i+1)
		default:
			return append(found, i+1)
		}
	}
	return found
}

// ignore removes the findings that comments suppress, and adds findings about the comments themselves.
func (l *linter) ignore(findings []Finding) (left []Finding, ignored int) {
	var all []*ignoring
	for _, file := range l.files() {
		all = append(all, ignoringIn(file, l.texts.of(file))...)
	}
	left = slices.DeleteFunc(findings, func(f Finding) bool {
		hit := false
		for _, one := range all {
			if one.file == f.File && slices.Contains(one.lines, f.Line) && slices.Contains(one.rules, f.Rule) {
				one.used[f.Rule] = true
				hit = hit || !f.refused
			}
		}
		if hit {
			ignored++
		}
		return hit
	})
	l.found = nil
	for _, one := range all {
		l.judge(one, left)
	}
	return append(left, l.found...), ignored
}

// files returns the files that were checked.
func (l *linter) files() []string {
	seen := maps.Clone(l.looked)
	if seen == nil {
		seen = map[string]bool{}
	}
	for _, f := range l.in.Features {
		seen[f.URI] = true
	}
	for _, p := range l.in.Problems {
		seen[p.URI] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// judge adds findings about a comment.
func (l *linter) judge(one *ignoring, left []Finding) {
	bad := func(piece, message, hint string) { l.at(rules.Ignore, one.file, one.line, piece, message, hint) }
	if len(one.rules) == 0 {
		bad("", "the comment names no rule", "write: # gherkind:ignore RULE because …")
		return
	}
	if strings.TrimSpace(one.reason) == "" {
		bad("", "the comment says no reason", "end it with: because …")
	}
	for _, name := range one.rules {
		rule, known := rules.Find(name)
		insists := func(f Finding) bool {
			return f.refused && f.Rule == name && f.File == one.file && slices.Contains(one.lines, f.Line)
		}
		switch {
		case !known:
			bad(name, fmt.Sprintf("there is no rule %q", name), nearRule(name))
		case slices.ContainsFunc(left, insists):
			bad(name, fmt.Sprintf("a run refuses this, so %s cannot be ignored", name), "fix the problem")
		case !one.used[name] && l.judges(rule) && !l.unread()[one.file]:
			bad(name, fmt.Sprintf("there is nothing of %s to ignore below the comment", name), "remove it")
		}
	}
}

// judges reports whether everything that can break a rule was checked.
func (l *linter) judges(r rules.Rule) bool {
	suite := []string{rules.UnusedManifest, rules.DuplicateFeature, rules.MisspeltTag}
	return l.allLines() && (l.whole() || !slices.Contains(suite, r.Name))
}

func nearRule(name string) string {
	var names []string
	for _, r := range rules.All() {
		names = append(names, r.Name)
	}
	if near := words.Nearest(name, names); near != "" {
		return "did you mean " + near + "?"
	}
	return "gherkind lint --list-rules prints them"
}
