package world

import (
	"fmt"
	"hash/fnv"
	"strings"
)

// namespaceName returns a name that is unique among the scenarios of all runs, readable, and below the limit of 63 characters.
// The hash distinguishes scenarios whose readable parts are equal, such as rows of an outline, or names without Latin letters.
func namespaceName(run string, s Scenario, alias string) string {
	h := fnv.New32a()
	fmt.Fprintf(h, "%s:%d:%s:%s", s.URI, s.Line, s.Name, alias)
	if s.Attempt > 1 {
		fmt.Fprintf(h, ":%d", s.Attempt)
	}
	readable := slug(alias, 20)
	if readable == "" {
		readable = slug(s.Name, 30)
	}
	parts := []string{"gherkind", run}
	if readable != "" {
		parts = append(parts, readable)
	}
	return strings.Join(append(parts, fmt.Sprintf("%06x", h.Sum32()&0xffffff)), "-")
}
