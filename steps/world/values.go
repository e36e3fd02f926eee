package world

// SetValue gives the scenario a value, for which later steps ask by $(value:NAME).
func (w *World) SetValue(name, value string) { w.values[name] = value }

// Value is a value that a step has given.
func (w *World) Value(name string) (value string, known bool) {
	value, known = w.values[name]
	return value, known
}
