package say

import (
	"fmt"

	"github.com/gherkind/gherkind/internal/words"
)

// Text is a sentence or a part of one: an English format of package fmt, and its values. Values can be Texts.
type Text struct {
	Format string
	Args   []any
}

// Textf returns a text with the format and values of fmt.Sprintf.
func Textf(format string, args ...any) Text { return Text{format, args} }

// Literal returns a text that is the same in all languages: a name, a command, or the message of another program.
func Literal(text string) Text { return Text{"%s", []any{text}} }

// String returns the text in English.
func (t Text) String() string {
	if t.Format == "" {
		return ""
	}
	return fmt.Sprintf(t.Format, t.Args...)
}

// Changed replaces parts of the text, the outermost first.
func (t Text) Changed(change func(Text) (Text, bool)) Text {
	if now, is := change(t); is {
		return now
	}
	args := make([]any, 0, len(t.Args))
	for _, arg := range t.Args {
		if part, is := arg.(Text); is {
			arg = part.Changed(change)
		}
		args = append(args, arg)
	}
	return Text{t.Format, args}
}

// Empty reports whether the text is empty.
func (t Text) Empty() bool { return t.String() == "" }

// Number is a number with a noun.
type Number struct {
	noun string
	n    int
}

// Times returns a number with its noun: "1 restart", "2 restarts". The key of its message is "%d restart", with the plural forms
// of the language.
func Times(noun string, n int) Number { return Number{noun, n} }

// String returns the number in English.
func (n Number) String() string { return words.Times(n.noun, n.n) }

func (n Number) text() Text { return Textf("%d "+n.noun, n.n) }

// written is a name that is written differently in English.
type written struct{ english, elsewhere string }

// Written returns a name as written in English, and as in other languages.
func Written(english, elsewhere string) any { return written{english, elsewhere} }

func (w written) String() string { return w.english }

// Known returns a word of a table, such as an outcome.
func Known(word string) Text { return Text{Format: word} }

// Told returns the text if its English is the stored one. Otherwise the stored text was changed, and is returned as it is.
func Told(kept string, t Text) Text {
	if t.String() == kept {
		return t
	}
	return Literal(kept)
}

// List is several texts with a separator, which can be translated, too.
type List struct {
	items     []Text
	separator string
}

// Join returns a list.
func Join(items []Text, separator string) Text { return Textf("%s", List{items, separator}) }

// String returns the list in English.
func (l List) String() string {
	var language *Language
	return language.list(l)
}
