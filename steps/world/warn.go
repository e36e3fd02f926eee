package world

import "fmt"

// Warn says of the running step, or of the clean-up, that it may prove less than it seems to. It decides nothing: the
// terminal and every report show it. A step calls it, never a check: those run under the lock of the watches.
func (w *World) Warn(format string, args ...any) {
	if w.Warned != nil {
		w.Warned(fmt.Sprintf(format, args...))
	}
}
