package plan

// UsageError is trouble with what was asked for: a path, a tag expression, a
// feature or a manifest. No scenario has run. The command line exits with 2.
type UsageError struct{ Err error }

func (e *UsageError) Error() string { return e.Err.Error() }
func (e *UsageError) Unwrap() error { return e.Err }
