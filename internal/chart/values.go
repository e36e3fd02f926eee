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

// Values are what a chart is rendered with, beyond those that it has itself.
type Values map[string]any

// ParseValues reads values as a file of them has them.
func ParseValues(text []byte) (Values, error) {
	values, err := loader.LoadValues(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("values are YAML, names with their values: %s", oneLine(err))
	}
	return values, nil
}

// Merge has the values of later ones go before those of earlier ones; tables are merged.
func Merge(all ...Values) Values {
	out := Values{}
	for _, each := range all {
		out = loader.MergeMaps(out, each)
	}
	return out
}

// Set puts a value at a path, as helm --set does: names with dots between them, \. for a dot in a name.
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

// keysOf are the names in a path.
func keysOf(path string) []string {
	const dot = "\x00"
	keys := strings.Split(strings.ReplaceAll(path, `\.`, dot), ".")
	for i := range keys {
		keys[i] = strings.TrimSpace(strings.ReplaceAll(keys[i], dot, "."))
	}
	return keys
}

var integer = regexp.MustCompile(`^-?(?:0|[1-9][0-9]*)$`)

// ParseSet is what the text of a value means, as for helm --set: true, false, null and whole numbers are what they look like, what
// begins with { or [ is JSON, what stands in double quotes is text, and so is everything else.
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
