package say

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Retell translates an English text: an error that is only available as a string, or the text of a library or step. It finds the
// message from which the text was made, and translates its values in the same way. Text that matches no message is kept, as are
// names, quotations and single words, which a user may have to type. A value that is %-s in the translation, such as the text of
// a step, is also kept.
func (l *Language) Retell(english string) string {
	if l == nil || english == "" {
		return english
	}
	if m, has := l.messages[english]; has && m.whole() != "" {
		return m.whole()
	}
	t := telling{l, map[string]reading{}}
	lines := strings.Split(english, "\n")
	for i, line := range lines {
		text := strings.TrimLeft(line, " \t")
		indent := line[:len(line)-len(text)]
		lines[i] = indent + t.text(text, deepest)
	}
	return strings.Join(lines, "\n")
}

const (
	deepest = 12   // nested texts
	longest = 4000 // maximum length of a line, in bytes
	fewest  = 3    // characters of its own that a message must have to be recognised
	enough  = 4    // characters that it must have if some of its values cannot be translated
	plenty  = 8    // characters that it must have if none of its values can be translated
)

// place matches a position, and code the code of a cause, at the beginning of a message.
var (
	place = regexp.MustCompile(`^\S+:\d+: `)
	code  = regexp.MustCompile(`^[A-Z]+(?:_[A-Z]+)+: `)
)

// telling translates the lines of one text. It caches results, because the same words occur in many readings of a sentence.
type telling struct {
	*Language
	told map[string]reading
}

// reading is a translated text, with the depth to which it was read.
type reading struct {
	text  string
	depth int
}

// text translates a line or a part of it.
func (t telling) text(text string, depth int) string {
	if depth == 0 || len(text) > longest || !strings.Contains(text, " ") {
		return text
	}
	if m, has := t.messages[text]; has && m.whole() != "" {
		return m.whole()
	}
	if known, has := t.told[text]; has && known.depth >= depth {
		return known.text
	}
	if where := place.FindString(text); where != "" {
		return t.placed(where, text, depth)
	}
	if cause := code.FindString(text); cause != "" {
		return t.Sayf("%s: %s", strings.TrimSuffix(cause, ": "), Literal(t.text(text[len(cause):], depth-1)))
	}
	t.told[text] = reading{t.read(text, depth), depth}
	return t.told[text].text
}

// placed translates a text after a position. If no message matches the text alone, the position may be a value of the message:
// "%s: %s has no key %q".
func (t telling) placed(where, text string, depth int) string {
	rest := t.text(text[len(where):], depth-1)
	if rest != text[len(where):] || !sentence(rest) {
		return where + rest
	}
	if whole := t.read(text, depth); !sentence(whole) {
		return whole
	}
	return where + rest
}

// read translates a text by the message that leaves the least of it in English.
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

// need returns how many characters of its own a message must have if not all its values can be translated.
func need(changed bool) int {
	if changed {
		return enough
	}
	return plenty
}

// values translates the values of a message. open counts those that still contain English sentences.
func (t telling) values(s shape, values map[int]string, depth int) (told map[int]string, open int, changed bool) {
	told = maps.Clone(values)
	for n, value := range values {
		if !s.spoken[n] {
			continue
		}
		told[n] = t.text(value, depth-1)
		same := told[n] == value
		changed = changed || !same
		if (same || s.letters == 0) && sentence(told[n]) { // a separator must leave nothing in English
			open++
		}
	}
	return told, open, changed
}

// sentence reports whether a text has consecutive words outside of quotations. Words of a list do not count.
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

// shape is a message in a form that can be matched with texts.
type shape struct {
	parts, target []piece
	spoken        map[int]bool // values that may be sentences
	letters       int          // number of its own letters
	weight        int          // number of its own characters; a value that is quoted or a number counts as two
}

// piece is a literal text, or a value with its number.
type piece struct {
	text string
	n    int
	verb byte
	asIs bool // the value is not translated
}

// written returns the message with its values.
func (s shape) written(values map[int]string) string {
	told := ""
	for _, p := range s.target {
		if p.n > 0 {
			told = joined(told, values[p.n])
		} else {
			told = joined(told, p.text)
		}
	}
	return told
}

// joined appends a part. A message has a space beside a value that may be a name; beside a Chinese character there is none.
func joined(told, part string) string {
	switch {
	case endsInHan(strings.TrimSuffix(told, " ")) && beginsWithHan(part):
		told = strings.TrimSuffix(told, " ")
	case endsInHan(told) && beginsWithHan(strings.TrimPrefix(part, " ")):
		part = strings.TrimPrefix(part, " ")
	}
	return told + part
}

func endsInHan(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	return unicode.Is(unicode.Han, last)
}

func beginsWithHan(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.Is(unicode.Han, first)
}

// shapes returns the messages that can be matched, the most specific first.
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
		return cmp.Or(cmp.Compare(a.begin(), b.begin()), cmp.Compare(b.letters, a.letters), cmp.Compare(a.divider(), b.divider()), cmp.Compare(b.weight, a.weight))
	})
	return all
}

// numbers returns a message and its plural, if it is a number with a noun.
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

// begin orders messages. What is appended to a sentence is split off first. A message that starts with its own words comes next,
// because it is less likely to match by chance.
func (s shape) begin() int {
	if s.added() {
		return -1
	}
	if len(strings.Map(onlyLetter, s.parts[0].text)) >= fewest {
		return 0
	}
	return 1
}

// added reports whether the message is appended to another sentence: "%s (asked %d times)", "%s; that was %s".
func (s shape) added() bool {
	if len(s.parts) < 2 || s.parts[0].n == 0 || s.letters < fewest {
		return false
	}
	behind := s.parts[1].text
	return strings.HasPrefix(behind, "; ") || strings.HasPrefix(behind, " (") && strings.HasSuffix(s.parts[len(s.parts)-1].text, ")")
}

// divider orders messages without letters: sentences are split at semicolons first, then at colons, then at commas.
func (s shape) divider() int {
	signs := []string{"; ", ": ", ", ", " ("}
	for i, sign := range signs {
		if slices.ContainsFunc(s.parts, func(p piece) bool { return p.text == sign }) {
			return i
		}
	}
	return len(signs)
}

func onlyLetter(r rune) rune {
	if unicode.IsLetter(r) {
		return r
	}
	return -1
}

func (m Message) whole() string { return cmp.Or(m.Text, m.Forms["other"]) }
