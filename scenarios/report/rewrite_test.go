package report

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// named are texts that identify something, and fixed words of gherkind.
var named = []string{
	"ID", "URI", "Tags", "Status", "Bundle", "Namespaces", "Kubectl", "Failure.More", "Failure.Code",
	"Steps.Keyword", "Steps.Status", "Steps.Definition", "Steps.Values.Type", "Steps.Failure.More", "Steps.Failure.Code",
	"Warnings.Step", "Lanes.Kind", "Lanes.Name", "Lanes.Namespace", "Lanes.Node", "Lanes.Tracks.Container", "Lanes.Tracks.Bars.Phase",
}

// TestRewriteReachesEveryText fills all texts of a scenario: a new field of the model has to be rewritten, too.
func TestRewriteReachesEveryText(t *testing.T) {
	s := &Scenario{}
	fill(reflect.ValueOf(s).Elem(), 3)
	s.Steps[0].Text, s.Steps[0].Values = `pod "told" prints "told"`, []Value{{"x", `"told"`, 4}, {"x", `"told"`, 18}}
	said := s.Failure
	s.Rewrite(func(text string) string { return strings.ReplaceAll(text, "told", "(hidden)") })
	for _, at := range saying(reflect.ValueOf(s).Elem(), "") {
		for strings.HasPrefix(at, "Earlier.") {
			at = strings.TrimPrefix(at, "Earlier.")
		}
		if !slices.Contains(named, at) && !strings.HasPrefix(at, "Warnings.Step.") {
			t.Errorf("%s is not rewritten", at)
		}
	}
	step := s.Steps[0]
	for i, v := range step.Values {
		if step.Text[v.Start:v.Start+len(v.Text)] != `"(hidden)"` {
			t.Errorf("value %d is not at %d of %q", i, v.Start, step.Text)
		}
	}
	if len(step.Values) != 2 || said == s.Failure || said.Saw != "told" {
		t.Errorf("%d values; the failure that was given says %q", len(step.Values), said.Saw)
	}
	if cause := (*reason)(nil); !errors.As(s.Failure, &cause) || strings.Contains(s.Failure.Err.Error(), "told") {
		t.Errorf("the cause is %v", s.Failure.Err)
	}
}

type reason struct{}

func (*reason) Error() string { return "told" }

// fill sets every text, and adds one element to each list.
func fill(v reflect.Value, depth int) {
	switch {
	case v.Type() == reflect.TypeFor[error]():
		v.Set(reflect.ValueOf(fmt.Errorf("so: %w", &reason{})))
	case v.Type().String() == "time.Time":
	case v.Kind() == reflect.String:
		v.SetString("told")
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), depth)
		}
	case v.Kind() == reflect.Pointer && depth > 0:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth-1)
	case v.Kind() == reflect.Slice:
		if v.Type() == reflect.TypeFor[[]*Scenario]() && depth < 3 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), depth)
	case v.Kind() == reflect.Map:
		v.Set(reflect.ValueOf(map[string]string{"told": "told"}))
	}
}

// saying returns the paths of the fields that still contain the text.
func saying(v reflect.Value, at string) []string {
	var out []string
	switch v.Kind() {
	case reflect.String:
		if strings.Contains(v.String(), "told") {
			out = append(out, at)
		}
	case reflect.Struct:
		if v.Type().String() == "time.Time" {
			return nil
		}
		for i := range v.NumField() {
			out = append(out, saying(v.Field(i), strings.TrimPrefix(at+"."+v.Type().Field(i).Name, "."))...)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out = saying(v.Elem(), at)
		}
	case reflect.Slice:
		for i := range v.Len() {
			out = append(out, saying(v.Index(i), at)...)
		}
	case reflect.Map:
		out = append(out, at)
	default: // not a text
	}
	return out
}
