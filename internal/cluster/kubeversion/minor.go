// Package kubeversion parses and compares versions of Kubernetes as people write them: minor versions ("v1.36"), and ranges
// (">=1.36").
package kubeversion

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Minor is a minor version. The zero value means none.
type Minor struct{ Major, Minor int }

var minor = regexp.MustCompile(`^v?([0-9]{1,4})\.([0-9]{1,4})$`)

// Parse parses "v1.36" or "1.36".
func Parse(text string) (Minor, error) {
	match := minor.FindStringSubmatch(text)
	if match == nil {
		return Minor{}, fmt.Errorf("%q is not a valid minor version of Kubernetes; write it as v1.36", text)
	}
	return of(match), nil
}

var full = regexp.MustCompile(`^v?([0-9]{1,4})\.([0-9]{1,4})\.[0-9]`)

// Of returns the minor version of a full version, with or without a vendor suffix: "v1.36.4", "v1.36.4+k3s1".
func Of(version string) (m Minor, ok bool) {
	match := full.FindStringSubmatch(version)
	if match == nil {
		return Minor{}, false
	}
	return of(match), true
}

func of(match []string) Minor {
	var m Minor
	m.Major, _ = strconv.Atoi(match[1]) // the expression only matches short numbers
	m.Minor, _ = strconv.Atoi(match[2])
	return m
}

func (m Minor) String() string { return fmt.Sprintf("v%d.%d", m.Major, m.Minor) }

// Compare is negative if m is older.
func (m Minor) Compare(other Minor) int {
	return cmp.Or(cmp.Compare(m.Major, other.Major), cmp.Compare(m.Minor, other.Minor))
}

// List returns versions as text, the newest first: "v1.37, v1.36".
func List(all []Minor) string {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b Minor) int { return b.Compare(a) })
	words := make([]string, 0, len(all))
	for _, m := range all {
		words = append(words, m.String())
	}
	return strings.Join(words, ", ")
}
