package world

import "fmt"

// Note adds information about the running step to the report, whether it passes or not, such as the output of a command and how
// often it ran. Like Warn, it does not change the outcome, and is called by a step, never by a check.
func (w *World) Note(format string, args ...any) {
	if w.Noted != nil {
		w.Noted(fmt.Sprintf(format, args...))
	}
}
