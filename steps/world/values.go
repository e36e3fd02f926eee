package world

// SetValue defines a value of the scenario, which later steps use as $(value:NAME).
func (w *World) SetValue(name, value string) { w.values[name] = value }

// Value returns a value that a step has defined.
func (w *World) Value(name string) (value string, known bool) {
	value, known = w.values[name]
	return value, known
}
