package say

import (
	"fmt"
	"io/fs"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"
	"golang.org/x/text/number"
	"gopkg.in/yaml.v3"
)

// Language translates sentences. A nil Language returns English.
type Language struct {
	tag      language.Tag
	printer  *message.Printer
	messages map[string]Message
	shapes   []shape // to recognise English texts
}

// Message is a translation: a text, or one for each plural form of its first number ("one", "few", "other").
type Message struct {
	Text  string
	Forms map[string]string
}

// UnmarshalYAML implements yaml.Unmarshaler.
func (m *Message) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.MappingNode {
		return node.Decode(&m.Forms)
	}
	return node.Decode(&m.Text)
}

// In reads the messages of a language: TAG.yaml and TAG/*.yaml of each folder. A message may be in one file only.
func In(tag string, folders ...fs.FS) (*Language, error) {
	parsed, err := language.Parse(tag)
	if err != nil {
		return nil, fmt.Errorf("language %s: %w", tag, err)
	}
	l := &Language{tag: parsed, messages: map[string]Message{}}
	for _, folder := range folders {
		if err := l.read(folder, tag); err != nil {
			return nil, err
		}
	}
	builder := catalog.NewBuilder(catalog.Fallback(language.English))
	for id, m := range l.messages {
		if err := builder.Set(parsed, id, m.compiled()); err != nil {
			return nil, fmt.Errorf("message %q: %w", id, err)
		}
	}
	l.printer = message.NewPrinter(parsed, message.Catalog(builder))
	l.shapes = shapes(l.messages)
	return l, nil
}

func (l *Language) read(folder fs.FS, tag string) error {
	for _, pattern := range []string{tag + ".yaml", tag + "/*.yaml"} {
		names, err := fs.Glob(folder, pattern)
		if err != nil {
			return err
		}
		for _, name := range names {
			if err := l.readFile(folder, name); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

func (l *Language) readFile(folder fs.FS, name string) error {
	data, err := fs.ReadFile(folder, name)
	if err != nil {
		return err
	}
	var read map[string]Message
	if err := yaml.Unmarshal(data, &read); err != nil {
		return err
	}
	for id, m := range read {
		if _, twice := l.messages[id]; twice {
			return fmt.Errorf("message %q is in another file, too", id)
		}
		l.messages[id] = m
	}
	return nil
}

func (m Message) compiled() catalog.Message {
	if m.Forms == nil {
		return catalog.String(m.Text)
	}
	var cases []any
	for _, form := range []string{"zero", "one", "two", "few", "many", "other"} {
		if text, has := m.Forms[form]; has {
			cases = append(cases, form, text)
		}
	}
	return plural.Selectf(1, "%d", cases...)
}

// Messages returns all messages, by their English text.
func (l *Language) Messages() map[string]Message {
	if l == nil {
		return nil
	}
	return l.messages
}

// Tag returns the language tag, such as "en" or "zh-CN".
func (l *Language) Tag() string {
	if l == nil {
		return language.English.String()
	}
	return l.tag.String()
}

// Sayf returns a sentence in the language, or in English if there is no translation.
func (l *Language) Sayf(format string, args ...any) string { return l.Text(Text{format, args}) }

// Text returns a text in the language.
func (l *Language) Text(t Text) string {
	if _, has := l.Messages()[t.Format]; !has && !l.speaks(t) {
		return t.String()
	}
	told := make([]any, 0, len(t.Args))
	for _, arg := range t.Args {
		told = append(told, l.arg(arg))
	}
	return l.printer.Sprintf(t.Format, told...)
}

// speaks reports whether something in the text can be translated, although the text itself is the same in all languages.
func (l *Language) speaks(t Text) bool {
	if l == nil {
		return false
	}
	for _, arg := range t.Args {
		switch arg.(type) {
		case Text, Number, List, Texter, written:
			return true
		}
	}
	return false
}

// Texter is a value whose name can be translated.
type Texter interface{ Text() Text }

// arg translates a value of a sentence. Numbers have no thousands separators, because they may be ports, lines or exit codes.
func (l *Language) arg(arg any) any {
	switch a := arg.(type) {
	case Text:
		return l.Text(a)
	case Number:
		return l.Text(a.text())
	case List:
		return l.list(a)
	case written:
		return a.elsewhere
	case Texter:
		return l.Text(a.Text())
	case int, int32, int64:
		return number.Decimal(a, number.NoSeparator())
	}
	return arg
}

func (l *Language) list(list List) string {
	told := make([]string, 0, len(list.items))
	for _, item := range list.items {
		told = append(told, l.Text(item))
	}
	return strings.Join(told, l.Word(list.separator))
}

// Word translates a single word, such as a label of a table.
func (l *Language) Word(word string) string {
	if m, has := l.Messages()[word]; has {
		return m.Text
	}
	return word
}
