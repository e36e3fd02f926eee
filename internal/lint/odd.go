package lint

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	messages "github.com/cucumber/messages/go/v21"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/rules"
)

// spaces are characters that look like a space.
const spaces = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"

// nothing are invisible characters.
const nothing = "\u200b\u2060\ufeff"

// plain replaces characters with the ones they look like.
var plain = strings.NewReplacer(replacements()...)

func replacements() []string {
	pairs := []string{"“", `"`, "”", `"`, "„", `"`, "‟", `"`, "‘", "'", "’", "'", "、", ",", "。", "."}
	for full := '！'; full <= '～'; full++ { // the full-width forms of ASCII
		pairs = append(pairs, string(full), string(full-'！'+'!'))
	}
	for _, r := range spaces {
		pairs = append(pairs, string(r), " ")
	}
	for _, r := range nothing {
		pairs = append(pairs, string(r), "")
	}
	return pairs
}

// chineseMarks is the punctuation that is allowed in Chinese steps.
const chineseMarks = "，：、。；（）"

// plainStep returns the text of a step with plain characters, except between plain quotes.
func plainStep(text string) string {
	replaced := plain.Replace
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		replaced = plainChinese
	}
	var b strings.Builder
	last := 0
	for _, at := range inQuotes.FindAllStringIndex(text, -1) {
		b.WriteString(replaced(text[last:at[0]]) + text[at[0]:at[1]])
		last = at[1]
	}
	return b.String() + replaced(text[last:])
}

// plainChinese replaces all odd characters except Chinese punctuation.
func plainChinese(text string) string {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune(chineseMarks, r) {
			b.WriteRune(r)
			continue
		}
		b.WriteString(plain.Replace(string(r)))
	}
	return b.String()
}

// oddStep returns the finding for an undefined step that would be defined with plain characters; otherwise false.
func (l *linter) oddStep(p gherkin.Problem) (Finding, bool) {
	text := plainStep(p.Piece)
	if p.Piece == "" || text == p.Piece || !l.in.Fits(text) {
		return Finding{}, false
	}
	f := Finding{Rule: rules.OddCharacter, File: p.URI, Range: l.texts.find(p.URI, p.Line, p.Piece), refused: true,
		Message: fmt.Sprintf("the step has %s", oddIn(p.Piece, text)), Hint: "write: " + text}
	f.Fix = &Fix{[]Edit{{f.Range, text}}}
	return f, true
}

// oddIn describes the first odd character of a text that is not in plainText.
func oddIn(text, plainText string) string {
	for _, r := range text {
		if instead := plain.Replace(string(r)); instead != string(r) && strings.Count(plainText, string(r)) < strings.Count(text, string(r)) {
			return oddName(r, instead)
		}
	}
	return "an odd character in it"
}

func oddName(r rune, instead string) string {
	switch {
	case strings.ContainsRune(spaces, r):
		return fmt.Sprintf("a space in it that is not a plain one (U+%04X)", r)
	case strings.ContainsRune(nothing, r):
		return fmt.Sprintf("an invisible character in it (U+%04X)", r)
	}
	return fmt.Sprintf("%c in it, which is not the plain %s", r, instead)
}

// yamlBelow matches steps that may be followed by YAML.
var yamlBelow = regexp.MustCompile(`manifest|matches:$|以下清单|匹配[：:]$`)

// oddInFeature finds odd characters in the values of steps, where they are invisible, and in the YAML below steps.
func (l *linter) oddInFeature(f *gherkin.Feature) {
	for _, s := range stepsOf(f.Document.Feature) {
		line := int(s.Location.Line)
		for _, value := range inQuotes.FindAllString(s.Text, -1) {
			if i := strings.IndexAny(value, spaces+nothing); i >= 0 {
				l.odd(f.URI, line, value, plain.Replace(value))
			}
		}
		if d := s.DocString; d != nil && yamlBelow.MatchString(s.Text) {
			first := int(d.Location.Line) + 1
			for i := range strings.Split(d.Content, "\n") {
				l.oddYAML(f.URI, first+i)
			}
		}
	}
}

// odd adds a finding for a piece of a line with odd characters, with the replacement.
func (l *linter) odd(file string, line int, piece, instead string) {
	f := Finding{Rule: rules.OddCharacter, File: file, Range: l.texts.find(file, line, piece),
		Message: fmt.Sprintf("the line has %s", oddIn(piece, plain.Replace(piece))), Hint: "write: " + strings.TrimSpace(instead)}
	f.Fix = &Fix{[]Edit{{f.Range, instead}}}
	l.add(f)
}

// oddManifests checks the files that steps apply, including unreadable ones.
func (l *linter) oddManifests() {
	features := map[string]bool{"": true}
	for _, f := range l.in.Features {
		features[f.URI] = true
	}
	for file := range l.used() {
		if features[file] {
			continue
		}
		l.see(file)
		for i := range l.texts.of(file) {
			l.oddYAML(file, i+1)
		}
	}
}

var (
	oddColon  = regexp.MustCompile(`^\s*(?:- +)?["']?[\w./-]+["']?：\s*`)
	oddIndent = regexp.MustCompile(`^[ \t]*[` + spaces + nothing + `][\s` + spaces + nothing + `]*`)
	oddQuoted = regexp.MustCompile(`(?:: +|- +|\[|, *)(“[^“”]*”|‘[^‘’]*’)`)
)

// oddYAML checks a line of YAML: its indentation, its colon, and the quotes around its value.
func (l *linter) oddYAML(file string, number int) {
	text := l.texts.line(file, number)
	if strings.HasPrefix(strings.TrimSpace(text), "#") {
		return
	}
	if piece := oddIndent.FindString(text); piece != "" {
		l.oddAt(file, number, 0, piece, plain.Replace(piece))
	}
	if piece := oddColon.FindString(text); piece != "" {
		l.oddAt(file, number, 0, piece, strings.TrimRight(strings.ReplaceAll(piece, "：", ":"), " ")+" ")
	}
	for _, at := range oddQuoted.FindAllStringSubmatchIndex(text, -1) {
		piece := text[at[2]:at[3]]
		_, size := utf8.DecodeRuneInString(piece)
		l.oddAt(file, number, at[2], piece, fmt.Sprintf("%q", piece[size:len(piece)-size]))
	}
}

// oddAt is odd for a piece that starts at a byte offset of its line.
func (l *linter) oddAt(file string, line, start int, piece, instead string) {
	f := Finding{Rule: rules.OddCharacter, File: file, Range: between(line, l.texts.line(file, line), start, start+len(piece)),
		Message: fmt.Sprintf("the line has %s", oddIn(piece, plain.Replace(piece))), Hint: "use the plain character"}
	f.Fix = &Fix{[]Edit{{f.Range, instead}}}
	l.add(f)
}

// stepsOf returns all steps of a feature, as written.
func stepsOf(f *messages.Feature) []*messages.Step {
	var all []*messages.Step
	take := func(b *messages.Background, s *messages.Scenario) {
		if b != nil {
			all = append(all, b.Steps...)
		}
		if s != nil {
			all = append(all, s.Steps...)
		}
	}
	for _, c := range f.Children {
		take(c.Background, c.Scenario)
		if c.Rule == nil {
			continue
		}
		for _, rc := range c.Rule.Children {
			take(rc.Background, rc.Scenario)
		}
	}
	return all
}
