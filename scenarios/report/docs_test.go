package report

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// TestDocs: docs/reports.md names every format, every field of our JSON and every limit.
func TestDocs(t *testing.T) {
	page := readFile(t, "../../docs/reports.md")
	for _, f := range Formats() {
		if !strings.Contains(page, "| `"+f.Name+"` | ") {
			t.Errorf("the format %s is not in the table", f.Name)
		}
	}
	for name := range fields(reflect.TypeFor[jsonReport]()) {
		if !strings.Contains(page, "`"+name+"`") {
			t.Errorf("the field %s is not described", name)
		}
	}
	for what, limit := range map[string]int{
		"| a name, a path, a one-line reason or hint | %s bytes": maxAttr, "| a value: want, saw, why, an error | %s bytes": maxText,
		"| the doc string or table of a step | %s bytes": maxArgument, "| %s names": maxNames,
		"| %s items of ": maxItems, " items of %s bytes": maxItem, "`messages` | %s KiB": maxTrace >> 10,
		"case in `junit` | %s KiB": maxBody >> 10, "| a `markdown` page | %s KiB": maxSummary >> 10, "in `github` | %s;": maxAnnotations,
	} {
		if want := strings.Replace(what, "%s", thousands(limit), 1); !strings.Contains(page, want) {
			t.Errorf("the limit %q is not there", want)
		}
	}
}

func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return strconv.Itoa(n/1000) + "," + strconv.Itoa(1000 + n%1000)[1:]
}

// fields are the names that a type has in JSON, at any depth.
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
