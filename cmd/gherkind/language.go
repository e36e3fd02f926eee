package main

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

// languages are those in which the program speaks, English first.
func languages() []string { return []string{"en", "zh-CN"} }

// allMessages are the messages of all packages that say something to a person.
func allMessages() []fs.FS {
	return []fs.FS{messages, cluster.Messages(), explain.Messages(), html.Messages(), replay.Messages(), report.Messages(), shown.Messages(), terminal.Messages()}
}

// registerLanguage adds the flag, which every verb has. Its value is found before the flags are parsed, as the
// help texts and mistakes in flags are told in the language, too.
func registerLanguage(flags *pflag.FlagSet) {
	flags.String(languageFlag, "", "language of the output: "+strings.Join(languages(), " or ")+" (default: that of the locale)")
}

// languageOf is the language of the command line, or of the locale. That of a nil one is English.
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

// askedLanguage is the last value of the flag; what stands behind "--" is not a flag.
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

// localeLanguage is the language of messages in the locale, English if it is none of ours. Text in another language is UTF-8,
// so that the locale must have that.
func localeLanguage(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		locale := getenv(name)
		if locale == "" {
			continue
		}
		base, _, _ := strings.Cut(locale, "@")
		base, _, _ = strings.Cut(base, ".")
		tag, err := language.Parse(base)
		if err != nil || !terminal.UTF8(getenv) { // "C" and "POSIX" are none, either
			break
		}
		return nearestLanguage(tag)
	}
	return languages()[0]
}

// nearestLanguage is the one that the speakers of another read without trouble: zh-CN for zh and zh-SG, but not for zh-TW,
// which is written in other characters.
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

// inLanguage keeps the language for the verbs.
func inLanguage(ctx context.Context, l *say.Language) context.Context {
	return context.WithValue(ctx, languageKey{}, l)
}

// speaking is the language in which a verb speaks.
func speaking(ctx context.Context) *say.Language {
	l, _ := ctx.Value(languageKey{}).(*say.Language)
	return l
}
