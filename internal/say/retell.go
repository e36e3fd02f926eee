package say

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Retell tells in the language what was said in English: by an error that is a text by now, by a library, by a step. It finds the
// message from which the English was made, and the texts in that one in the same way. What no message has made stays as it
// is, as do names, quotations and single words, which may be what somebody has to write. So does a value that the translation has
// as %-s: the text of a step, for example.
func (l *Language) Retell(english string) string {
	if l == nil || english == "" {
		return english
	}
	if m, has := l.messages[english]; has && m.whole() != "" {
		return m.whole()
	}
	t := telling{l, map[string]string{}}
	lines := strings.Split(english, "\n")
	for i, line := range lines {
		text := strings.TrimLeft(line, " \t")
		indent := line[:len(line)-len(text)]
		lines[i] = indent + t.text(text, deepest)
	}
	return strings.Join(lines, "\n")
}

const (
	deepest = 12   // texts in each other
	longest = 4000 // bytes of a line that are looked at
	fewest  = 3    // signs of its own that a message must have for a text to be taken for it
	enough  = 4    // signs that it must have when not all in it can be told
	plenty  = 8    // and when nothing in it can
)

// place is where something is, before what is said of it.
var place = regexp.MustCompile(`^\S+:\d+: `)

// telling tells the lines of one text. It keeps what it has told: the same words are in many readings of a sentence.
type telling struct {
	*Language
	told map[string]string
}

// text is one line, or a part of it.
func (t telling) text(text string, depth int) string {
	if depth == 0 || len(text) > longest || !strings.Contains(text, " ") {
		return text
	}
	if m, has := t.messages[text]; has && m.whole() != "" {
		return m.whole()
	}
	if known, has := t.told[text]; has {
		return known
	}
	if where := place.FindString(text); where != "" {
		return where + t.text(text[len(where):], depth-1)
	}
	t.told[text] = t.read(text, depth)
	return t.told[text]
}

// read takes a text for the message that explains most of it.
func (t telling) read(text string, depth int) string {
	best, least := text, len(text)
	for _, s := range t.shapes {
		values, fits := s.read(text)
		if !fits {
			continue
		}
		told, open, changed := t.values(s, values, depth)
		switch {
		case s.letters == 0 && !changed, s.letters > 0 && open > 0 && s.weight < need(changed), open >= least:
		case open == 0:
			return s.written(told)
		default:
			best, least = s.written(told), open
		}
	}
	return best
}

// need is how many signs a message must have of its own when not all in it can be told.
func need(changed bool) int {
	if changed {
		return enough
	}
	return plenty
}

// values are those of a message in the language; open are how many of them are still sentences in English.
func (t telling) values(s shape, values map[int]string, depth int) (told map[int]string, open int, changed bool) {
	told = maps.Clone(values)
	for n, value := range values {
		if !s.spoken[n] {
			continue
		}
		told[n] = t.text(value, depth-1)
		switch {
		case told[n] != value:
			changed = true
		case sentence(value):
			open++
		}
	}
	return told, open, changed
}

// sentence reports whether there are words in a row outside of quotations. Those of a list are none.
func sentence(text string) bool {
	quoted, run := rune(0), 0
	for _, word := range strings.Fields(text) {
		plain := quoted == 0 && len(word) > 1 && !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLower(r) && r != ',' })
		for _, r := range word {
			switch {
			case quoted == 0 && strings.ContainsRune("\"`", r):
				quoted = r
			case r == quoted:
				quoted = 0
			}
		}
		if !plain || word == "or" || word == "and" {
			run = 0
			continue
		}
		if run++; run == 2 {
			return true
		}
		if strings.HasSuffix(word, ",") {
			run = 0
		}
	}
	return false
}

// shape is a message by which texts are recognised.
type shape struct {
	parts, target []piece
	spoken        map[int]bool // values that may be sentences
	letters       int          // that the message has of its own
	weight        int          // signs of its own; a value that is quoted, or is a number, counts for two
}

// piece is a text, or a value with its number.
type piece struct {
	text string
	n    int
	verb byte
	asIs bool // nothing in the value is told
}

// written is the message with its values.
func (s shape) written(values map[int]string) string {
	var b strings.Builder
	for _, p := range s.target {
		b.WriteString(p.text)
		if p.n > 0 {
			b.WriteString(values[p.n])
		}
	}
	return b.String()
}

// shapes are the messages by which texts can be recognised: those that say most first.
func shapes(messages map[string]Message) []shape {
	var all []shape
	for _, id := range slices.Sorted(maps.Keys(messages)) {
		if strings.Contains(id, "\n") {
			continue
		}
		for _, english := range numbers(id) {
			if s := shapeOf(english, messages[id].whole()); len(s.parts) > 0 {
				all = append(all, s)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b shape) int {
		return cmp.Or(cmp.Compare(a.begin(), b.begin()), cmp.Compare(b.letters, a.letters), cmp.Compare(b.weight, a.weight), cmp.Compare(a.divider(), b.divider()))
	})
	return all
}

// numbers are a message and its plural, if it is a number with its noun.
func numbers(id string) []string {
	noun, is := strings.CutPrefix(id, "%d ")
	if is && !strings.ContainsAny(noun, "%;:") {
		return []string{id, id + "s"}
	}
	return []string{id}
}

func shapeOf(english, told string) shape {
	s := shape{parts: pieces(english), target: pieces(told), spoken: map[int]bool{}}
	values, speaks := 0, false
	for _, p := range s.parts {
		s.letters += len(strings.Map(onlyLetter, p.text))
		s.weight += len(strings.ReplaceAll(p.text, " ", ""))
		switch {
		case p.n == 0:
		case strings.ContainsRune("svw", rune(p.verb)):
			values, speaks, s.spoken[p.n] = values+1, true, true
		default:
			values, s.weight = values+1, s.weight+2
		}
	}
	for _, p := range s.target {
		s.spoken[p.n] = s.spoken[p.n] && !p.asIs
	}
	if values == 0 || s.letters > 0 && s.weight < fewest && speaks {
		return shape{}
	}
	return s
}

// begin says which of two messages is tried first: one that begins with words of its own leaves less to chance.
func (s shape) begin() int {
	if len(strings.Map(onlyLetter, s.parts[0].text)) >= fewest {
		return 0
	}
	return 1
}

// divider says which of two messages without letters is tried first: sentences are divided by a colon before they are by commas.
func (s shape) divider() int {
	for i, sign := range []string{": ", "; ", " (", ", "} {
		if slices.ContainsFunc(s.parts, func(p piece) bool { return p.text == sign }) {
			return i
		}
	}
	return len(s.parts)
}

func onlyLetter(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return -1
}

func (m Message) whole() string { return cmp.Or(m.Text, m.Forms["other"]) }
