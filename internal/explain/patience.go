package explain

import (
	"strings"

	"github.com/gherkind/gherkind/internal/say"
)

// moreTime is the beginning of hints about what may happen without help.
const moreTime = "allow more time"

// moreTimeOr returns a hint about what may happen without help, and otherwise needs a look.
func moreTimeOr(other say.Text) say.Text { return say.Textf("allow more time, or %s", other) }

// secondHalf returns such a hint without the advice to allow more time.
func secondHalf(hint say.Text) (other say.Text, is bool) {
	if hint.Format != moreTimeOr(other).Format {
		return other, false
	}
	other, is = hint.Args[0].(say.Text)
	return other, is
}

// AfterNoWait adapts a hint to a failure that was not a timeout, for which more time is no advice. Of "allow more time, or look
// at its events" it keeps the second half, of more time alone nothing.
func AfterNoWait(hint string) string {
	if !strings.HasPrefix(hint, moreTime) {
		return hint
	}
	_, other, _ := strings.Cut(hint, ", or ")
	return other
}
