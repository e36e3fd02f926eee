package shardfile

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/report/show"
	"github.com/gherkind/gherkind/scenarios/report"
)

// Limits for a text, an item in a list of texts, and a list. Reports do not show more. Cut texts and lists say so.
const (
	maxText  = show.MaxText + 100
	maxItem  = show.MaxAttr + 100
	maxItems = show.MaxNames
	maxFew   = show.MaxWarnings + 1 // limit for clean-up errors, warnings and findings
)

// bounded returns a copy of a scenario with its texts cut to what reports show. Its failures contain only text.
func bounded(s *report.Scenario) *report.Scenario {
	out := attempt(s)
	for _, earlier := range s.Earlier {
		out.Earlier = append(out.Earlier, attempt(earlier))
	}
	return out
}

func attempt(s *report.Scenario) *report.Scenario {
	out := *s
	out.Earlier = nil
	out.Cleanup, out.Warnings = few(s.Cleanup), s.Warnings[:min(len(s.Warnings), maxFew)]
	bound(reflect.ValueOf(&out).Elem())
	for i, w := range out.Warnings {
		out.Warnings[i].Text = cut(w.Text, maxItem)
		if w.Step != nil {
			out.Warnings[i].Step = &report.Step{Line: w.Step.Line}
		}
	}
	return &out
}

// textOf returns a failure with the text of its error, if a report would show that because there is nothing else.
func textOf(f *explain.Failure) *explain.Failure {
	out := *f
	if out.Err != nil && out.Saw == "" && out.Why == "" {
		out.Saw = out.Err.Error()
	}
	out.Err = nil
	out.Evidence = few(f.Evidence)
	return &out
}

// few returns the first items of a list, and how many more there are.
func few(list []string) []string {
	if len(list) <= maxFew {
		return list
	}
	return append(list[:maxFew:maxFew], fmt.Sprintf("… (%d more)", len(list)-maxFew))
}

// bound copies what a value refers to, and cuts texts and lists.
func bound(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(cut(v.String(), maxText))
	case reflect.Pointer:
		boundPointer(v)
	case reflect.Slice:
		if v.Len() > 0 {
			boundSlice(v)
		}
	case reflect.Map:
		boundMap(v)
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Field(i); field.CanSet() {
				bound(field)
			}
		}
	default: // numbers, and errors, which textOf has removed
	}
}

func boundPointer(v reflect.Value) {
	if v.IsNil() {
		return
	}
	if f, is := v.Interface().(*explain.Failure); is {
		v.Set(reflect.ValueOf(textOf(f)))
	}
	same := reflect.New(v.Type().Elem())
	same.Elem().Set(v.Elem())
	bound(same.Elem())
	v.Set(same)
}

func boundSlice(v reflect.Value) {
	n := v.Len()
	if v.Type().Elem().Kind() == reflect.String {
		n = min(n, maxItems)
	}
	same := reflect.MakeSlice(v.Type(), n, n)
	reflect.Copy(same, v)
	for i := range n {
		if item := same.Index(i); item.Kind() == reflect.String {
			item.SetString(cut(item.String(), maxItem))
		} else {
			bound(item)
		}
	}
	v.Set(same)
}

func boundMap(v reflect.Value) {
	if v.IsNil() {
		return
	}
	same := reflect.MakeMap(v.Type())
	for _, key := range v.MapKeys() {
		if same.Len() == maxItems {
			break
		}
		value := reflect.New(v.Type().Elem()).Elem()
		value.Set(v.MapIndex(key))
		bound(value)
		same.SetMapIndex(key, value)
	}
	v.Set(same)
}

func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + fmt.Sprintf("… (%d bytes more)", len(text)-most)
}
