package project

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/setup"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// object is a part of a JSON Schema. encoding/json sorts its keys.
type object map[string]any

// SchemaID is the ID of the schema of project files.
const SchemaID = "https://raw.githubusercontent.com/gherkind/gherkind/main/docs/gherkind.schema.json"

// Schema returns the JSON Schema of project files, for editors.
func Schema() ([]byte, error) {
	own := properties()
	profile := object{"type": types("object", "null"), "properties": properties(), "additionalProperties": false,
		"description": "Settings that go before those of the file with --profile NAME, or GHERKIND_PROFILE=NAME."}
	own[profilesKey] = object{"type": "object", "additionalProperties": profile,
		"description": "Settings for one environment, by name, such as ci and local."}
	data, err := json.MarshalIndent(object{
		"$schema": "http://json-schema.org/draft-07/schema#", "$id": SchemaID, "title": FileName,
		"type": "object", "additionalProperties": false, "properties": own,
	}, "", "  ")
	if err != nil {
		return nil, err
	}
	return append(data, '\n'), nil
}

func types(names ...string) []string { return names }

func properties() object {
	all := object{}
	for _, s := range Table() {
		all[s.Key] = s.schema()
	}
	return all
}

// schema describes the values of one setting.
func (s Setting) schema() object {
	one := object{"type": "string"}
	switch fallback := s.value(Defaults()).(type) {
	case bool:
		one = object{"type": "boolean", "default": fallback}
	case int:
		one = object{"type": "integer"}
		for least := 0; least <= 1; least++ {
			if s.bad(least) == nil {
				one["minimum"] = least
				break
			}
		}
	case time.Duration:
		one = object{"type": "string", "pattern": `^([0-9]+(\.[0-9]*)?(ns|us|µs|ms|s|m|h))+$`, "default": short(fallback)}
	case []string:
		item := object{"type": types("string", "number")}
		one = object{"oneOf": []object{item, {"type": "array", "items": item}}}
	case map[string]string:
		one = object{"type": "object", "additionalProperties": object{"type": types("string", "number", "boolean")}}
	case []setup.Entry:
		one = setupSchema()
	case []cluster.Image:
		one = imagesSchema()
	case string:
		if s.Choices != nil {
			one = object{"enum": s.Choices}
		}
		if fallback != "" {
			one["default"] = fallback
		}
	}
	one["description"] = sentence(s.meaning())
	return one
}

// sentence turns the help of a flag into a sentence.
func sentence(doc string) string {
	return strings.ToUpper(doc[:1]) + doc[1:] + "."
}
