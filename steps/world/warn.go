package world

import "fmt"

// Warn reports that the running step, or the clean-up, may prove less than it seems to. It does not change the outcome; the
// terminal and every report show it. It is called by a step, never by a check, because checks run under the lock of the
// watches.
func (w *World) Warn(format string, args ...any) {
	if w.Warned != nil {
		w.Warned(fmt.Sprintf(format, args...))
	}
}
