package assert

import "github.com/gherkind/gherkind/internal/explain"

// RanOut tells of a failure that it is a wait whose time was over: with more of it, what was awaited might have come.
func RanOut(f *explain.Failure) bool { return f.Within > 0 && !gaveUpEarly(f.Err) }
