package cli

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"golang.org/x/text/language"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/replay"
	"github.com/gherkind/gherkind/internal/report/html"
	shown "github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/internal/report/terminal"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/cluster"
	"github.com/gherkind/gherkind/scenarios/report"
)

const languageFlag = "lang"

// languages are the languages of the program's output, English first.
func languages() []string { return []string{"en", "zh-CN"} }

// allMessages returns the translated messages of all packages.
func allMessages() []fs.FS {
	return []fs.FS{messages, cluster.Messages(), explain.Messages(), html.Messages(), replay.Messages(), report.Messages(), shown.Messages(), terminal.Messages()}
}

// registerLanguage adds the flag, which every command has. Its value is found before the flags are parsed, because help texts
// and errors in flags are translated, too.
func registerLanguage(flags *pflag.FlagSet) {
	flags.String(languageFlag, "", "language of the output: "+strings.Join(languages(), " or ")+" (default: that of the locale)")
}

// languageOf returns the language of the command line, or else of the locale. nil is English.
func languageOf(args []string, getenv func(string) string) (*say.Language, error) {
	tag, asked := askedLanguage(args)
	switch {
	case !asked:
		tag = localeLanguage(getenv)
	case !slices.Contains(languages(), tag):
		return nil, &commandError{fmt.Errorf("--%s %s: languages are %s", languageFlag, tag, strings.Join(languages(), ", "))}
	}
	if tag == languages()[0] {
		return nil, nil
	}
	return say.In(tag, allMessages()...)
}

// askedLanguage returns the last value of the flag; arguments after "--" are no flags.
func askedLanguage(args []string) (tag string, asked bool) {
	for i, arg := range args {
		switch {
		case arg == "--":
			return tag, asked
		case arg == "--"+languageFlag && i+1 < len(args):
			tag, asked = args[i+1], true
		case strings.HasPrefix(arg, "--"+languageFlag+"="):
			tag, asked = strings.TrimPrefix(arg, "--"+languageFlag+"="), true
		}
	}
	return tag, asked
}

// localeLanguage returns the language of the locale, or English if it is not supported. Other languages require a UTF-8 locale.
func localeLanguage(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		locale := getenv(name)
		if locale == "" {
			continue
		}
		base, _, _ := strings.Cut(locale, "@")
		base, _, _ = strings.Cut(base, ".")
		tag, err := language.Parse(base)
		if err != nil || !terminal.UTF8(getenv) { // "C" and "POSIX" are no languages, either
			break
		}
		return nearestLanguage(tag)
	}
	return languages()[0]
}

// nearestLanguage returns the supported language that is closest: zh-CN for zh and zh-SG, but not for zh-TW, which is written
// in other characters.
func nearestLanguage(tag language.Tag) string {
	var ours []language.Tag
	for _, l := range languages() {
		ours = append(ours, language.MustParse(l))
	}
	_, i, confidence := language.NewMatcher(ours).Match(tag)
	if confidence < language.High {
		return languages()[0]
	}
	return languages()[i]
}

type languageKey struct{}

// inLanguage stores the language for the commands.
func inLanguage(ctx context.Context, l *say.Language) context.Context {
	return context.WithValue(ctx, languageKey{}, l)
}

// speaking returns the language of a command's output.
func speaking(ctx context.Context) *say.Language {
	l, _ := ctx.Value(languageKey{}).(*say.Language)
	return l
}
