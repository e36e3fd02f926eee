package kube

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/util/jsonpath"
)

// JSONPath is an expression in kubectl's JSONPath
// (kubernetes.io/docs/reference/kubectl/jsonpath).
type JSONPath struct{ text string }

// ParseJSONPath checks an expression. The error says how to write it.
func ParseJSONPath(text string) (JSONPath, error) {
	const example = "{.status.readyReplicas}"
	path := strings.Trim(text, "$. ")
	switch _, err := jsonpath.Parse("path", text); {
	case err != nil:
		return JSONPath{}, fmt.Errorf("%w; write it as kubectl takes it, for example %q", err, example)
	case path == "":
		return JSONPath{}, fmt.Errorf("write a path in braces, for example %q", example)
	case !strings.Contains(text, "{"):
		return JSONPath{}, fmt.Errorf("a path must be in braces: did you mean %q?", "{."+path+"}")
	}
	return JSONPath{text}, nil
}

// String returns the expression as it was written.
func (p JSONPath) String() string { return p.text }

// ErrNothingThere says that a path points to no part of an object.
var ErrNothingThere = errors.New("there is nothing there")

// Of prints the value at the path in the object, as kubectl get -o jsonpath does.
func (p JSONPath) Of(obj *unstructured.Unstructured) (string, error) { return p.In(obj.Object) }

// In is Of for any JSON value.
func (p JSONPath) In(value any) (string, error) {
	// Evaluation modifies the parsed expression, so each call parses its own.
	path := jsonpath.New("path").AllowMissingKeys(true)
	if err := path.Parse(p.text); err != nil {
		return "", fmt.Errorf("read the path %s: %w", p.text, err)
	}
	results, err := path.FindResults(value)
	if err != nil {
		return "", fmt.Errorf("look at %s: %w", p.text, err)
	}
	var text strings.Builder
	found := false
	for _, values := range results {
		found = found || slices.ContainsFunc(values, isThere)
		if err := path.PrintResults(&text, values); err != nil {
			return "", fmt.Errorf("print %s: %w", p.text, err)
		}
	}
	if !found {
		return "", ErrNothingThere
	}
	return text.String(), nil
}

// isThere reports whether a value is anything but null, which means absent.
func isThere(v reflect.Value) bool {
	return v.IsValid() && (v.Kind() != reflect.Interface || !v.IsNil())
}
