package say

import (
	"fmt"

	"github.com/gherkind/gherkind/internal/words"
)

// Text is a sentence, or a part of one: its English with verbs of fmt, and what takes their places. That may be texts again.
type Text struct {
	Format string
	Args   []any
}

// Textf makes a text.
func Textf(format string, args ...any) Text { return Text{format, args} }

// Literal is a text that is the same in all languages: a name, a command, or what somebody else has said.
func Literal(text string) Text { return Text{"%s", []any{text}} }

// String is the text in English.
func (t Text) String() string {
	if t.Format == "" {
		return ""
	}
	return fmt.Sprintf(t.Format, t.Args...)
}

// Changed is the text with others in place of some of its parts, the outermost first.
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

// Empty reports whether there is nothing to say.
func (t Text) Empty() bool { return t.String() == "" }

// Number is how many there are of something.
type Number struct {
	noun string
	n    int
}

// Times is a number with its noun: "1 restart", "2 restarts". Its message is "%d restart", with the plurals of the language.
func Times(noun string, n int) Number { return Number{noun, n} }

// String is the number in English.
func (n Number) String() string { return words.Times(n.noun, n.n) }

func (n Number) text() Text { return Textf("%d "+n.noun, n.n) }

// written is a name that English writes in another way.
type written struct{ english, elsewhere string }

// Written is a name as English writes it, and as other languages do.
func Written(english, elsewhere string) any { return written{english, elsewhere} }

func (w written) String() string { return w.english }

// Known is a word of a table, such as an outcome.
func Known(word string) Text { return Text{Format: word} }

// Told is the text if it says in English what the words say that are kept, and else these words: somebody has changed them.
func Told(kept string, t Text) Text {
	if t.String() == kept {
		return t
	}
	return Literal(kept)
}

// List is several texts with a separator between them, which has a message, too.
type List struct {
	items     []Text
	separator string
}

// Join makes a list.
func Join(items []Text, separator string) Text { return Textf("%s", List{items, separator}) }

// String is the list in English.
func (l List) String() string {
	var language *Language
	return language.list(l)
}
