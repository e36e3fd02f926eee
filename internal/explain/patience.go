package explain

import "strings"

// moreTime begins the hint about what may come by itself.
const moreTime = "allow more time"

// AfterNoWait is a hint for a failure that no wait ran into: more time is then no advice. Of "allow more time, or look at
// its events" it leaves the second half, of more time alone nothing.
func AfterNoWait(hint string) string {
	if !strings.HasPrefix(hint, moreTime) {
		return hint
	}
	_, other, _ := strings.Cut(hint, ", or ")
	return other
}
