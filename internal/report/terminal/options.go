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

// Options says what the output can show. The zero value is plain ASCII
// lines of any length.
type Options struct {
	Color   bool       // escape sequences for colours
	Live    bool       // lines at the bottom that are redrawn in place
	Unicode bool       // ✓ and ✗ rather than ok and FAIL
	Quiet   bool       // only failures and the summary (and the live lines, which vanish)
	Width   int        // columns; 0: unknown, nothing is cut or wrapped
	Again   []string   // words that the command to run a scenario again begins with; nil: gherkind run; none: no such command is shown
	Columns func() int // asks for the columns again, since windows are resized; nil: Width stays

	Language *say.Language // of what is shown; nil: English
}

// OptionsFor looks at a file and the environment. Colour and live lines need a
// terminal that is not TERM=dumb; NO_COLOR (https://no-color.org) turns colour off;
// ✓ needs a UTF-8 locale in LC_ALL, LC_CTYPE or LANG.
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

// UTF8 reports whether the locale has UTF-8.
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

// word is an outcome in a word.
func (o Options) word(outcome report.Outcome) string { return o.Language.Word(outcome.Look().Word) }

// told is how texts of scenarios are told.
func (o Options) told() show.Told { return show.Told{In: o.Language} }

// width is the columns at present, 0 when unknown.
func (o Options) width() int {
	if o.Columns != nil {
		if n := o.Columns(); n > 0 {
			return n
		}
	}
	return o.Width
}

// defaultLiveWidth stands in for a terminal that does not tell its width.
const defaultLiveWidth = 80

// liveWidth is what a live line may take: one column less than there is, because
// some terminals go to the next line as soon as the last column is written.
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
