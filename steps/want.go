package steps

import (
	"fmt"
	"strings"
	"time"
)

// want is the step as written, with the time it was given when it names none.
func want(text string, within time.Duration) string {
	if within == 0 || strings.Contains(text, " within ") {
		return text
	}
	return fmt.Sprintf("%s (within %s)", text, within)
}
