package cli

import (
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gherkind/gherkind/internal/say"
)

// helpTexts returns all help texts, with their commands.
func helpTexts(root *cobra.Command) map[string]string {
	texts := map[string]string{}
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	var of func(c *cobra.Command)
	of = func(c *cobra.Command) {
		c.InitDefaultHelpFlag()
		texts[c.Short], texts[c.Long], texts[c.Example] = c.CommandPath(), c.CommandPath(), c.CommandPath()
		for _, flags := range []*pflag.FlagSet{c.Flags(), c.PersistentFlags()} {
			flags.VisitAll(func(f *pflag.Flag) { texts[f.Usage] = c.CommandPath() + " --" + f.Name })
		}
		for _, sub := range c.Commands() {
			of(sub)
		}
	}
	of(root)
	delete(texts, "")
	return texts
}

// TestEveryHelpTextIsTranslated: no line of the help is left in English, except commands to type.
func TestEveryHelpTextIsTranslated(t *testing.T) {
	for _, tag := range languages()[1:] {
		l, err := say.In(tag, allMessages()...)
		if err != nil {
			t.Fatal(err)
		}
		for text, where := range helpTexts(newRoot()) {
			for line := range strings.SplitSeq(helpIn(l, text), "\n") {
				if english(line) {
					t.Errorf("%s: %s: %q is not translated", tag, where, line)
				}
			}
		}
	}
}

// command matches lines to type.
var command = regexp.MustCompile(`^\s*(gherkind|kubectl|source|echo|#) `)

// english reports whether a line contains an English sentence, ignoring quotes and commands to type.
func english(line string) bool {
	if command.MatchString(line) {
		return false
	}
	line, _, _ = strings.Cut(line, "是不是：") // the text of a step is in the language of its feature
	plain := regexp.MustCompile("`[^`]*`|\"[^\"]*\"|gherkind [a-z]+ [a-z]+( [a-z]+)?").ReplaceAllString(line, "")
	return regexp.MustCompile(`\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b`).MatchString(plain)
}
