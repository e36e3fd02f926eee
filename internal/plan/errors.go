package plan

// UsageError is a problem with the input: a path, a tag expression, a feature or a manifest. No scenario has run. The exit code
// of the command is 2.
type UsageError struct{ Err error }

func (e *UsageError) Error() string { return e.Err.Error() }
func (e *UsageError) Unwrap() error { return e.Err }
