package setup

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/chart"
	"github.com/gherkind/gherkind/internal/values"
)

// ParseSet parses set values, whose names may be paths, as for helm --set.
func ParseSet(text []byte) (chart.Values, error) {
	read, err := chart.ParseValues(text)
	if err != nil {
		return nil, err
	}
	set := chart.Values{}
	for _, name := range sorted(read) {
		if err := set.Set(name, read[name]); err != nil {
			return nil, err
		}
	}
	return set, nil
}

// chartStep returns the step that installs the chart of an entry.
func chartStep(files fs.FS, dir string, e Entry) (string, error) {
	text := "the chart " + quoted(e.Chart) + " is installed as " + quoted(e.Release)
	var all []chart.Values
	for _, name := range e.Values {
		read, err := valuesIn(files, dir, name)
		if err != nil {
			return "", err
		}
		all = append(all, read)
	}
	merged := chart.Merge(append(all, e.Set)...)
	if len(merged) == 0 {
		return text, nil
	}
	var below strings.Builder
	if err := write(&below, map[string]any(merged)); err != nil {
		return "", fmt.Errorf("write the values of chart %s: %w", e.Chart, err)
	}
	return text + " with values:\n      \"\"\"\n      " + below.String() + "\n      \"\"\"", nil
}

func valuesIn(files fs.FS, dir, name string) (chart.Values, error) {
	at := name
	if !path.IsAbs(at) {
		at = path.Join(dir, at)
	}
	data, err := fs.ReadFile(files, at)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s with values", name)
	case err != nil:
		return nil, err
	}
	read, err := chart.ParseValues(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return read, nil
}

// write writes values as one line of YAML. A text that consists only of $(value:NAME) is not quoted: the value decides whether
// it is a number.
func write(to *strings.Builder, value any) error {
	switch v := value.(type) {
	case map[string]any:
		to.WriteString("{")
		for i, name := range sorted(v) {
			if i > 0 {
				to.WriteString(", ")
			}
			if err := writeText(to, name); err != nil {
				return err
			}
			to.WriteString(": ")
			if err := write(to, v[name]); err != nil {
				return err
			}
		}
		to.WriteString("}")
		return nil
	case []any:
		to.WriteString("[")
		for i, item := range v {
			if i > 0 {
				to.WriteString(", ")
			}
			if err := write(to, item); err != nil {
				return err
			}
		}
		to.WriteString("]")
		return nil
	case string:
		if asked := values.In(v); len(asked) == 1 && v == "$(value:"+asked[0].Name+")" {
			to.WriteString(v)
			return nil
		}
	}
	return writeText(to, value)
}

// writeText writes one value as JSON, without anything that would end a doc string.
func writeText(to *strings.Builder, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			to.WriteByte(text[i])
			continue
		}
		if i++; text[i] == '"' {
			to.WriteString(`\u0022`)
			continue
		}
		to.WriteByte('\\')
		to.WriteByte(text[i])
	}
	return nil
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
