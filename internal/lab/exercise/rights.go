package exercise

import (
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/gherkin"
)

// Rights returns RBAC manifests with the permissions that are needed to judge the read-only criteria in a student's namespace,
// with a remark on the others. It does not contact a cluster.
func (e *Exercise) Rights() (string, error) {
	var looks []*gherkin.Pickle
	var more []string
	for _, c := range e.Criteria {
		if c.Copy {
			more = append(more, c.ID)
		} else {
			looks = append(looks, c.Pickle)
		}
	}
	text, err := e.Plan.RightsToLook(looks)
	if err != nil || len(more) == 0 {
		return text, err
	}
	return fmt.Sprintf("# These rights are not enough for %s: they change something, so they are judged in a copy of the student's namespace.\n"+
		"# Only an administrator's credentials can make it. With these rights they could not be judged (exit code 3).\n%s",
		strings.Join(more, ", "), text), nil
}
