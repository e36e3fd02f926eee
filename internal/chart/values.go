package chart

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"helm.sh/helm/v4/pkg/chart/v2/loader"
)

// Values are what a chart is rendered with, in addition to its own values.
type Values map[string]any

// ParseValues parses the content of a values file.
func ParseValues(text []byte) (Values, error) {
	values, err := loader.LoadValues(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("values are YAML, names with their values: %s", oneLine(err))
	}
	return values, nil
}

// Merge combines values; later ones override earlier ones, and maps are merged.
func Merge(all ...Values) Values {
	out := Values{}
	for _, each := range all {
		out = loader.MergeMaps(out, each)
	}
	return out
}

// Set sets the value at a path, like helm --set: names separated by dots, \. for a dot in a name.
func (v Values) Set(path string, value any) error {
	keys := keysOf(path)
	at := map[string]any(v)
	for i, key := range keys {
		if key == "" {
			return fmt.Errorf("%q is not a path to a value: write names separated by dots, such as image.tag", path)
		}
		if i == len(keys)-1 {
			at[key] = value
			return nil
		}
		next, is := at[key].(map[string]any)
		if !is {
			next = map[string]any{}
			at[key] = next
		}
		at = next
	}
	return errors.New("the name of a value is missing")
}

// keysOf returns the names in a path.
func keysOf(path string) []string {
	const dot = "\x00"
	keys := strings.Split(strings.ReplaceAll(path, `\.`, dot), ".")
	for i := range keys {
		keys[i] = strings.TrimSpace(strings.ReplaceAll(keys[i], dot, "."))
	}
	return keys
}

var integer = regexp.MustCompile(`^-?(?:0|[1-9][0-9]*)$`)

// ParseSet parses a value like helm --set: true, false, null and integers have these types, a text that begins with { or [ is
// JSON, and everything else, including text in double quotes, is a string.
func ParseSet(text string) (any, error) {
	switch {
	case text == "true", text == "false":
		return text == "true", nil
	case text == "null":
		return nil, nil //nolint:nilnil // which takes a value away
	case integer.MatchString(text):
		return json.Number(text), nil
	case strings.HasPrefix(text, "{"), strings.HasPrefix(text, "["), strings.HasPrefix(text, `"`):
		var value any
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		if err := decoder.Decode(&value); err != nil || decoder.More() {
			return nil, fmt.Errorf("%s starts like JSON, but is not valid: write JSON, or YAML in a doc string", text)
		}
		return value, nil
	}
	return text, nil
}
