package kubeversion

import (
	"fmt"
	"regexp"
)

// Range is all versions from, up to, or equal to a minor version.
type Range struct {
	sign  string
	minor Minor
}

var ranged = regexp.MustCompile(`^(>=|<=|>|<|=)?(.*)$`)

// ParseRange parses ">=1.36", "<1.37", "1.36" and similar.
func ParseRange(text string) (Range, error) {
	match := ranged.FindStringSubmatch(text)
	if match == nil {
		return Range{}, notRanged(text)
	}
	m, err := Parse(match[2])
	if err != nil {
		return Range{}, notRanged(text)
	}
	return Range{match[1], m}, nil
}

func notRanged(text string) error {
	return fmt.Errorf("%q is not a valid range of versions; write one as >=1.36, >1.36, <=1.36, <1.37 or 1.36", text)
}

// Has reports whether a version is in the range.
func (r Range) Has(m Minor) bool {
	at := m.Compare(r.minor)
	switch r.sign {
	case ">=":
		return at >= 0
	case ">":
		return at > 0
	case "<=":
		return at <= 0
	case "<":
		return at < 0
	}
	return at == 0
}

// String returns the range in words: "v1.36 or newer".
func (r Range) String() string {
	switch r.sign {
	case ">=":
		return r.minor.String() + " or newer"
	case ">":
		return "newer than " + r.minor.String()
	case "<=":
		return r.minor.String() + " or older"
	case "<":
		return "older than " + r.minor.String()
	}
	return r.minor.String()
}
