package json

import (
	"reflect"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/report/reporttest"
)

// TestDocsOfTheFields: docs/reports.md describes every field.
func TestDocsOfTheFields(t *testing.T) {
	page := reporttest.ReadFile(t, "../../../docs/reports.md")
	for name := range fields(reflect.TypeFor[jsonReport]()) {
		if !strings.Contains(page, "`"+name+"`") {
			t.Errorf("the field %s is not documented", name)
		}
	}
}

// fields returns the names of the fields of a type in JSON, at any depth.
func fields(t reflect.Type) map[string]bool {
	names := map[string]bool{}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		return fields(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			names[name] = true
			for inner := range fields(t.Field(i).Type) {
				names[inner] = true
			}
		}
	default:
	}
	return names
}
