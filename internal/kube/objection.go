package kube

import (
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// objection rewords a "path: message" of the API server in plain words, with the value that the object has at the path.
func objection(obj *unstructured.Unstructured, text string) string {
	value, path, message := located(obj.Object, text)
	switch expected, expects := strings.CutPrefix(message, "expected "); {
	case expects:
		expected, _, _ = strings.Cut(expected, ",")
		expected, _, _ = strings.Cut(expected, " ")
		return misfit(path, value, expected)
	case strings.HasPrefix(message, "duplicate entries for key "):
		key := strings.Trim(strings.TrimPrefix(message, "duplicate entries for key "), "[]")
		return fmt.Sprintf("%s: duplicate entries for key %s: two items of the list have %s, keep one of them", path, key, key)
	case message == "field not declared in schema":
		return noField(obj, path)
	}
	return path + ": " + message
}

// misfit says that a value does not have the type of its field: string, numeric, boolean, list or map.
func misfit(path string, value any, expected string) string {
	text, isText := value.(string)
	is := path + " is " + described(value)
	if value == nil {
		is = path
	}
	switch expected {
	case "string":
		if !scalar(value) {
			return is + ", where a text belongs"
		}
		return fmt.Sprintf("%s: put it in quotes, %q", is, brief(value))
	case "numeric":
		if _, err := strconv.ParseFloat(text, 64); isText && err == nil {
			return is + ": write it without quotes, " + text
		}
		return is + ", where a number belongs"
	case "boolean":
		if text == "true" || text == "false" {
			return is + ": write it without quotes, " + text
		}
		return is + ", where true or false belongs"
	case "list":
		return is + `, where a list belongs: begin each item with "- "`
	case "map":
		return is + `, where fields belong, each written as "name: value"`
	}
	return is + ", where it has to be " + expected
}

// described names a value with its YAML type.
func described(value any) string {
	switch v := value.(type) {
	case string:
		return fmt.Sprintf("%q, a text", v)
	case bool:
		return fmt.Sprintf("%t, a boolean", v)
	case []any:
		return "a list"
	case map[string]any:
		return "a map"
	}
	return brief(value) + ", a number"
}

func scalar(value any) bool {
	switch value.(type) {
	case []any, map[string]any, nil:
		return false
	}
	return true
}

// brief writes a scalar as in YAML.
func brief(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(data)
}

// noField says that a kind has no such field.
func noField(obj *unstructured.Unstructured, path string) string {
	return fmt.Sprintf("%s is not a field of %s in %s (not declared in schema)", path, obj.GetKind(), obj.GetAPIVersion())
}

// located parses the path at the beginning of a text such as `spec.containers[name="web"].image: …` and follows it in the
// object: only the object shows where a key with dots ends. A missing value is nil.
func located(object any, text string) (value any, path, message string) {
	rest := "." + text
	for value = object; ; {
		next, left, ok := into(value, rest)
		if !ok {
			break
		}
		value, rest = next, left
	}
	known := ("." + text)[:len(text)+1-len(rest)]
	unknown, message, found := strings.Cut(rest, ": ")
	if !found {
		unknown, message = "", rest
	}
	if unknown != "" {
		value = nil
	}
	return value, strings.TrimPrefix(known+unknown, "."), message
}

// into follows one step of a path.
func into(value any, path string) (next any, rest string, ok bool) {
	switch v := value.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		sort.Slice(keys, func(i, j int) bool { return len(keys[i]) > len(keys[j]) })
		for _, key := range keys {
			rest, found := strings.CutPrefix(path, "."+key)
			if found && (rest == "" || strings.ContainsRune(".[:", rune(rest[0]))) {
				return v[key], rest, true
			}
		}
	case []any:
		for i, item := range v {
			for _, key := range keysOf(item, i) {
				if rest, found := strings.CutPrefix(path, key); found {
					return item, rest, true
				}
			}
		}
	}
	return nil, path, false
}

// keysOf returns the notations of the API server for a list item that can be resolved here: its index, and one field.
func keysOf(item any, index int) []string {
	keys := []string{fmt.Sprintf("[%d]", index)}
	fields, ok := item.(map[string]any)
	if !ok {
		return keys
	}
	for name, value := range fields {
		if text, ok := value.(string); ok {
			keys = append(keys, fmt.Sprintf("[%s=%q]", name, text))
		} else if scalar(value) {
			keys = append(keys, fmt.Sprintf("[%s=%s]", name, brief(value)))
		}
	}
	return keys
}
