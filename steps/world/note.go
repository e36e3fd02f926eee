package world

import "fmt"

// Note says something of the running step that a reader of the report may want to know, whether it passed or not: how
// often a command ran, and what it said. As Warn, it decides nothing, and a step calls it, never a check.
func (w *World) Note(format string, args ...any) {
	if w.Noted != nil {
		w.Noted(fmt.Sprintf(format, args...))
	}
}
