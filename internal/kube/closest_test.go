package kube

import (
	"reflect"
	"testing"
)

func TestClosest(t *testing.T) {
	for name, c := range map[string]struct {
		distance map[string]int
		limit    int
		want     []string
	}{
		"nothing":                {nil, 3, nil},
		"too far":                {map[string]int{"a": 4}, 3, nil},
		"at the limit":           {map[string]int{"a": 3}, 3, []string{"a"}},
		"the best first":         {map[string]int{"a": 2, "b": 1, "c": 0}, 3, []string{"c", "b", "a"}},
		"as near: by name":       {map[string]int{"c": 1, "a": 1, "b": 1}, 3, []string{"a", "b", "c"}},
		"no more than the three": {map[string]int{"d": 1, "c": 1, "b": 1, "a": 2}, 3, []string{"b", "c", "d"}},
	} {
		if got := closest(c.distance, c.limit); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestUnknownKindError(t *testing.T) {
	for want, err := range map[string]*UnknownKindError{
		`the cluster does not know the kind "x"; is its CustomResourceDefinition missing?`:         {Asked: `"x"`},
		"the cluster does not know the kind X in v1; did you mean Y in v1?":                        {Asked: "X in v1", Suggestions: []string{"Y in v1"}},
		"the cluster does not know the kind X in v1; did you mean Y in v1 or Z in example.org/v1?": {Asked: "X in v1", Suggestions: []string{"Y in v1", "Z in example.org/v1"}},
	} {
		if err.Error() != want {
			t.Errorf("got %q, want %q", err, want)
		}
	}
}

func TestInOtherVersion(t *testing.T) {
	for _, c := range []struct {
		asked       string
		suggestions []string
		is          bool
	}{
		{"Deployment in v1", []string{"Deployment in apps/v1"}, true},
		{"CronJob in batch/v1beta1", []string{"Job in batch/v1", "CronJob in batch/v1"}, true},
		{"Deploymnt in apps/v1", []string{"Deployment in apps/v1"}, false},
		{"Job in v1", []string{"JobSet in example.org/v1"}, false},
		{"Parcel in v1", nil, false},
	} {
		if got := (&UnknownKindError{Asked: c.asked, Suggestions: c.suggestions}).InOtherVersion(); got != c.is {
			t.Errorf("%s: %v", c.asked, got)
		}
	}
}
