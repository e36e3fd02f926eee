// Package subset compares a partial description of an object with the object: everything described must be there, the rest is
// ignored.
package subset

import (
	"fmt"
	"reflect"
	"sort"
)

// Difference returns "" if have contains all of want, otherwise a sentence that names the first path that differs, and for a
// list the most similar item. Maps are compared by the keys of want. Each list item in want must match a different item in
// have, in any order. An empty map or list in want matches an empty or missing one; null only matches a missing value. Numbers
// are compared by value.
func Difference(want, have any) string { return difference("", want, have) }

func difference(path string, want, have any) string {
	switch w := want.(type) {
	case map[string]any:
		return mapDifference(path, w, have)
	case []any:
		return listDifference(path, w, have)
	}
	if equal(want, have) {
		return ""
	}
	if have == nil {
		return fmt.Sprintf("%s is not set", shown(path))
	}
	return shown(path) + " is " + other(want, have)
}

func mapDifference(path string, want map[string]any, have any) string {
	h, ok := have.(map[string]any)
	switch {
	case !ok && have != nil:
		return fmt.Sprintf("%s is %v and has no fields", shown(path), have)
	case len(want) == 0 && len(h) > 0:
		return fmt.Sprintf("%s is not empty: %s", shown(path), brief(have))
	}
	keys := make([]string, 0, len(want))
	for key := range want {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	for _, key := range keys {
		if d := difference(path+"."+key, want[key], h[key]); d != "" {
			if have == nil {
				return shown(path) + " is not set"
			}
			return d
		}
	}
	return ""
}

func listDifference(path string, want []any, have any) string {
	h, ok := have.([]any)
	switch {
	case have == nil && len(want) > 0:
		return shown(path) + " is not set"
	case !ok && have != nil:
		return fmt.Sprintf("%s is %v and not a list", shown(path), have)
	case len(want) == 0 && len(h) > 0:
		return fmt.Sprintf("%s is not empty: %s", shown(path), brief(have))
	}
	if item := unmatched(want, h); item >= 0 {
		return shown(path) + " has no item like " + missing(want[item], h)
	}
	return ""
}

// unmatched pairs every wanted item with a different item, by augmenting paths, so that a greedy first choice cannot fail a
// list that does match. It returns the index of a wanted item without a partner, or -1.
func unmatched(want, have []any) int {
	partner := make([]int, len(have)) // index into want, plus one
	var assign func(w int, tried []bool) bool
	assign = func(w int, tried []bool) bool {
		for i := range have {
			if tried[i] || difference("", want[w], have[i]) != "" {
				continue
			}
			tried[i] = true
			if partner[i] == 0 || assign(partner[i]-1, tried) {
				partner[i] = w + 1
				return true
			}
		}
		return false
	}
	for w := range want {
		if !assign(w, make([]bool, len(have))) {
			return w
		}
	}
	return -1
}

// equal compares scalars; YAML and JSON decode the same number into
// different Go types.
func equal(a, b any) bool {
	x, isNumber := asFloat(a)
	y, alsoNumber := asFloat(b)
	if isNumber && alsoNumber {
		return x == y
	}
	return reflect.DeepEqual(a, b)
}

func asFloat(v any) (float64, bool) {
	r := reflect.ValueOf(v)
	switch {
	case r.CanInt():
		return float64(r.Int()), true
	case r.CanUint():
		return float64(r.Uint()), true
	case r.CanFloat():
		return r.Float(), true
	}
	return 0, false
}

func shown(path string) string {
	if path == "" {
		return "the object"
	}
	return path[1:]
}
