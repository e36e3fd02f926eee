package world

import (
	"fmt"
	"hash/fnv"
	"strings"
)

// namespaceName is unique among the scenarios of all runs, tells a person
// whose it is, and stays below the 63 characters of a namespace name. The hash
// keeps scenarios apart whose readable parts are equal (rows of an outline,
// or names without a Latin letter).
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
