package cli

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gherkind/gherkind/internal/say"
)

// speakHelp translates the help texts of the commands.
func speakHelp(l *say.Language, root *cobra.Command) {
	if l == nil {
		return
	}
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	speakHelpOf(l, root)
	usual := root.UsageFunc()
	root.SetUsageFunc(func(c *cobra.Command) error {
		out, text := c.OutOrStderr(), new(bytes.Buffer)
		c.SetOut(text)
		err := usual(c)
		c.SetOut(out)
		if err == nil {
			_, err = fmt.Fprint(out, usageIn(l, text.String()))
		}
		return err
	})
}

func speakHelpOf(l *say.Language, c *cobra.Command) {
	c.InitDefaultHelpFlag()
	c.Short, c.Long, c.Example = helpIn(l, c.Short), helpIn(l, c.Long), helpIn(l, c.Example)
	for _, flags := range []*pflag.FlagSet{c.Flags(), c.PersistentFlags()} {
		flags.VisitAll(func(f *pflag.Flag) { f.Usage = l.Retell(f.Usage) })
	}
	for _, sub := range c.Commands() {
		speakHelpOf(l, sub)
	}
}

// between matches the spaces between the columns of a list.
var between = regexp.MustCompile(` {2,}`)

// helpIn translates a help text: as a whole, or else by paragraph, line, or column of a list.
func helpIn(l *say.Language, text string) string {
	if now := l.Word(text); now != text {
		return now
	}
	paragraphs := strings.Split(text, "\n\n")
	for i, paragraph := range paragraphs {
		if paragraphs[i] = l.Word(paragraph); paragraphs[i] == paragraph {
			paragraphs[i] = linesIn(l, paragraph)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

func linesIn(l *say.Language, text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		text := strings.TrimLeft(line, " ")
		if l.Word(text) != text || !between.MatchString(text) {
			lines[i] = l.Retell(line)
			continue
		}
		columns := between.Split(line, -1)
		for j, gap := range append(between.FindAllString(line, -1), "") {
			columns[j] = l.Retell(columns[j]) + gap
		}
		lines[i] = strings.Join(columns, "")
	}
	return strings.Join(lines, "\n")
}

var (
	byDefault = regexp.MustCompile(` \(default ([^()]*)\)$`)
	moreAbout = regexp.MustCompile(`^Use "(.*) \[command\] --help" for more information about a command\.$`)
)

// usageIn translates what the library adds to the help texts.
func usageIn(l *say.Language, text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		switch m := byDefault.FindStringSubmatch(line); {
		case m != nil:
			lines[i] = strings.TrimSuffix(line, m[0]) + l.Sayf("(default %s)", m[1])
		case moreAbout.MatchString(line):
			lines[i] = l.Sayf("%s COMMAND --help tells more about a command.", moreAbout.FindStringSubmatch(line)[1])
		case strings.HasSuffix(line, ":") && !strings.HasPrefix(line, " "):
			lines[i] = l.Word(line)
		}
	}
	return strings.Join(lines, "\n")
}
