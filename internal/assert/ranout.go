package assert

import "github.com/gherkind/gherkind/internal/explain"

// RanOut reports whether a failure is a wait whose time was over, so that more time might have helped.
func RanOut(f *explain.Failure) bool { return f.Within > 0 && !gaveUpEarly(f.Err) }
