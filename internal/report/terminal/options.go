package terminal

import (
	"os"
	"strings"
	"time"

	"golang.org/x/term"
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
		Unicode: utf8Locale(getenv),
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

func utf8Locale(getenv func(string) string) bool {
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
