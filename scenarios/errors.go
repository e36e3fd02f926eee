package scenarios

import "github.com/gherkind/gherkind/internal/plan"

// UsageError says that the options are invalid: a path, a tag expression, a
// feature or a manifest. No scenario has run. The command line exits with 2.
// Its field Err gives the reason.
type UsageError = plan.UsageError
