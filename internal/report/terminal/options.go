package terminal

import (
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/internal/say"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Options describes what the output supports. The zero value is plain ASCII without a maximum line length.
type Options struct {
	Color   bool       // with escape sequences for colours
	Live    bool       // with lines at the bottom that are redrawn in place
	Unicode bool       // ✓ and ✗ instead of ok and FAIL
	Quiet   bool       // only failures and the summary (and the live lines, which disappear)
	Width   int        // columns; 0: unknown, no cutting or wrapping
	Again   []string   // first words of the command to run a scenario again; nil: gherkind run; empty: the command is not shown
	Columns func() int // returns the current columns, because windows are resized; nil: Width does not change

	Language *say.Language // of the displayed text; nil: English
}

// OptionsFor determines the options from a file and the environment. Colour and live lines require a terminal and not TERM=dumb;
// NO_COLOR (https://no-color.org) disables colour; ✓ requires a UTF-8 locale in LC_ALL, LC_CTYPE or LANG.
func OptionsFor(f *os.File, getenv func(string) string) Options {
	fd := int(f.Fd())
	terminal := term.IsTerminal(fd) && getenv("TERM") != "dumb"
	o := Options{
		Live:    terminal,
		Color:   terminal && getenv("NO_COLOR") == "",
		Unicode: UTF8(getenv),
	}
	if terminal {
		o.Columns = func() int {
			width, _, err := term.GetSize(fd)
			if err != nil {
				return 0 // unknown
			}
			return width
		}
		o.Width = o.Columns()
	}
	return o
}

// UTF8 reports whether the locale uses UTF-8.
func UTF8(getenv func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(getenv(name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return false
}

func (o Options) interval() time.Duration {
	if o.Live {
		return redrawEvery
	}
	return time.Second
}

// word returns an outcome as a word.
func (o Options) word(outcome report.Outcome) string { return o.Language.Word(outcome.Look().Word) }

// told returns how texts of scenarios are written.
func (o Options) told() show.Told { return show.Told{In: o.Language} }

// width returns the current number of columns; 0 if unknown.
func (o Options) width() int {
	if o.Columns != nil {
		if n := o.Columns(); n > 0 {
			return n
		}
	}
	return o.Width
}

// defaultLiveWidth is used if the width of the terminal is unknown.
const defaultLiveWidth = 80

// liveWidth returns the maximum width of a live line: one column less than the terminal has, because some terminals go to the
// next line as soon as the last column is written.
func (o Options) liveWidth() int {
	if n := o.width(); n > 1 {
		return n - 1
	}
	return defaultLiveWidth - 1
}

func (o Options) ellipsis() string {
	if o.Unicode {
		return "…"
	}
	return "..."
}
