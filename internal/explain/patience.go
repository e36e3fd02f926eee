package explain

import (
	"strings"

	"github.com/gherkind/gherkind/internal/say"
)

// moreTime begins the hint about what may come by itself.
const moreTime = "allow more time"

// moreTimeOr is the hint about what may come by itself, or else be looked at.
func moreTimeOr(other say.Text) say.Text { return say.Textf("allow more time, or %s", other) }

// secondHalf is what is left of such a hint without the time.
func secondHalf(hint say.Text) (other say.Text, is bool) {
	if hint.Format != moreTimeOr(other).Format {
		return other, false
	}
	other, is = hint.Args[0].(say.Text)
	return other, is
}

// AfterNoWait is a hint for a failure that no wait ran into: more time is then no advice. Of "allow more time, or look at
// its events" it leaves the second half, of more time alone nothing.
func AfterNoWait(hint string) string {
	if !strings.HasPrefix(hint, moreTime) {
		return hint
	}
	_, other, _ := strings.Cut(hint, ", or ")
	return other
}
