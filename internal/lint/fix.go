package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/rules"
)

// meant begins a suggestion of what to write instead.
const meant = "did you mean: "

// fixOf returns a fix for what a run would refuse if the suggestion is unambiguous: a misspelt keyword, a missing colon, or odd
// characters.
func (l *linter) fixOf(p gherkin.Problem) *Fix {
	text := l.texts.line(p.URI, p.Line)
	trimmed := strings.TrimSpace(text)
	suggestion, is := strings.CutPrefix(p.Suggestion, meant)
	replaced := func(piece, by string) *Fix { return &Fix{[]Edit{{l.texts.find(p.URI, p.Line, piece), by}}} }
	first, _, _ := strings.Cut(trimmed, " ")
	switch {
	case p.Rule == rules.OddCharacter:
		return replaced("", oddLine(trimmed))
	case p.Rule == rules.NotRun && p.Piece != "" && is:
		keyword, _, _ := strings.Cut(suggestion, " ")
		return replaced(p.Piece, keyword)
	case p.Rule != rules.NotRun && p.Rule != rules.Syntax:
	case is && strings.HasSuffix(suggestion, ":") && strings.Contains(trimmed, ":"):
		title, _, _ := strings.Cut(trimmed, ":")
		return replaced(title, strings.TrimSuffix(suggestion, ":"))
	case is && p.Rule == rules.Syntax && !strings.ContainsAny(suggestion, " :"):
		return replaced(first, suggestion)
	case strings.HasPrefix(p.Suggestion, "write a colon after ") && !strings.Contains(first, ":"):
		if _, whole, found := strings.Cut(p.Suggestion, ": "); found {
			return replaced("", whole)
		}
	}
	return nil
}

// oddLine replaces odd characters around the keyword of a line. The title, and values in quotes, are not changed.
func oddLine(text string) string {
	if head, rest, found := strings.Cut(text, "："); found && !strings.ContainsAny(head, `": `) {
		return head + ": " + strings.TrimLeft(rest, " ")
	}
	var b strings.Builder
	last := 0
	only := func(s string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(spaces+nothing, r) {
				return ' '
			}
			return r
		}, s)
	}
	for _, at := range inQuotes.FindAllStringIndex(text, -1) {
		b.WriteString(only(text[last:at[0]]) + text[at[0]:at[1]])
		last = at[1]
	}
	return strings.TrimSpace(b.String() + only(text[last:]))
}

// Fixed applies all fixes. It returns the contents of the changed files by name, and the number of fixed findings.
func Fixed(findings []Finding, read func(file string) ([]byte, error)) (files map[string][]byte, mended int, err error) {
	edits := map[string][]Edit{}
	for _, f := range findings {
		if f.Fix == nil || overlaps(edits[f.File], f.Fix.Edits) {
			continue
		}
		edits[f.File] = append(edits[f.File], f.Fix.Edits...)
		mended++
	}
	files = map[string][]byte{}
	for file, list := range edits {
		data, err := read(file)
		if err != nil {
			return nil, 0, fmt.Errorf("read %s to fix it: %w", file, err)
		}
		files[file] = applied(data, list)
	}
	return files, mended, nil
}

// overlaps reports whether one of the added edits overlaps one of the old ones.
func overlaps(old, added []Edit) bool {
	return slices.ContainsFunc(added, func(a Edit) bool {
		return slices.ContainsFunc(old, func(b Edit) bool {
			return a.Line == b.Line && a.Column < b.EndColumn && b.Column < a.EndColumn
		})
	})
}

// applied returns the text with the edits applied.
func applied(data []byte, edits []Edit) []byte {
	edits = slices.Clone(edits)
	slices.SortFunc(edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(b.Line, a.Line), cmp.Compare(b.Column, a.Column))
	})
	mark := ""
	text := string(data)
	if rest, has := strings.CutPrefix(text, "\ufeff"); has {
		mark, text = "\ufeff", rest
	}
	lines := strings.Split(text, "\n")
	for _, e := range edits {
		if e.Line < 1 || e.Line > len(lines) {
			continue
		}
		runes := []rune(lines[e.Line-1])
		start, end := min(e.Column-1, len(runes)), min(e.EndColumn-1, len(runes))
		lines[e.Line-1] = string(runes[:start]) + e.Text + string(runes[end:])
	}
	return []byte(mark + strings.Join(lines, "\n"))
}
