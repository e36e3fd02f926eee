package scenarios

import "github.com/gherkind/gherkind/internal/plan"

// UsageError is trouble with what was asked for: a path, a tag expression, a
// feature or a manifest. No scenario has run. The command line exits with 2.
// Its field Err says what is wrong.
type UsageError = plan.UsageError
