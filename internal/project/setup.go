package project

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	yaml "gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/setup"
	"github.com/gherkind/gherkind/internal/words"
)

// setupKeys are the keys of an entry of setup, with their meanings.
var setupKeys = map[string]string{
	"manifests":     "a file of manifests, or a folder with such files",
	"kustomization": "a folder with a kustomization.yaml",
	"chart":         "a folder with a Helm chart, or an archive of one (.tgz)",
	"release":       "the name under which the chart is installed",
	"values":        "files of values for the chart; those of later ones go first",
	"set":           "values for the chart, which override those in the files; image.tag is tag in image",
	"namespace":     "the namespace of objects that name none (default default)",
	"within":        "how long it may take until all is ready (default 5m)",
}

// readSetup reads the entries of setup; a string is the path of manifests.
func readSetup(n *yaml.Node) (any, error) {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	all := make([]setup.Entry, 0, len(items))
	for _, item := range items {
		entry, err := readEntry(item)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", item.Line, err)
		}
		all = append(all, entry)
	}
	return all, nil
}

func readEntry(n *yaml.Node) (setup.Entry, error) {
	e := setup.Entry{Line: n.Line}
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind == yaml.ScalarNode && n.Tag == "!!str" && n.Value != "" {
		e.Manifests = n.Value
		return e, e.Check()
	}
	if n.Kind != yaml.MappingNode {
		return e, fmt.Errorf("it is %s, but must be the path of manifests, {manifests: PATH}, {kustomization: FOLDER} or {chart: FOLDER, release: NAME}", described(n))
	}
	texts := map[string]*string{"manifests": &e.Manifests, "kustomization": &e.Kustomization, "chart": &e.Chart, "release": &e.Release, "namespace": &e.Namespace}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i].Value, n.Content[i+1]
		if key == "values" || key == "set" {
			if err := readValues(&e, key, value); err != nil {
				return e, err
			}
			continue
		}
		if value.Kind != yaml.ScalarNode || value.Value == "" {
			return e, fmt.Errorf("%s is %s, but must be one text", key, described(value))
		}
		at, known := texts[key]
		switch {
		case known:
			*at = value.Value
		case key == "within":
			d, err := time.ParseDuration(value.Value)
			if err != nil || d <= 0 {
				return e, errors.New("within is a time: write a number with its unit, such as 90s or 5m")
			}
			e.Within = d
		default:
			return e, fmt.Errorf("there is no %q in an entry of setup%s", key, meantSetup(key))
		}
	}
	return e, e.Check()
}

// readValues reads the keys about the values of a chart.
func readValues(e *setup.Entry, key string, n *yaml.Node) error {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if key == "values" {
		files := []*yaml.Node{n}
		if n.Kind == yaml.SequenceNode {
			files = n.Content
		}
		for _, file := range files {
			if file.Kind != yaml.ScalarNode || file.Value == "" {
				return fmt.Errorf("values is %s, but must be files; put the values themselves into set", described(file))
			}
			e.Values = append(e.Values, file.Value)
		}
		return nil
	}
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("set is %s, but must be names with their values", described(n))
	}
	text, err := yaml.Marshal(n)
	if err != nil {
		return fmt.Errorf("set: %w", err)
	}
	if e.Set, err = setup.ParseSet(text); err != nil {
		return fmt.Errorf("set: %w", err)
	}
	return nil
}

func meantSetup(key string) string {
	known := slices.Sorted(maps.Keys(setupKeys))
	if near := words.Nearest(key, known); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ": it has " + strings.Join(known, ", ")
}

// shownSetup returns the entries of setup as gherkind config shows them.
func shownSetup(entries []setup.Entry) string {
	var names []string
	for _, e := range entries {
		names = append(names, e.String())
	}
	return strings.Join(names, ", ")
}

// setupSchema describes the entries of setup for editors.
func setupSchema() object {
	keys := object{}
	for key, doc := range setupKeys {
		keys[key] = object{"type": "string", "description": sentence(doc)}
	}
	keys["values"] = object{"oneOf": []object{{"type": "string"}, {"type": "array", "items": object{"type": "string"}}}, "description": sentence(setupKeys["values"])}
	keys["set"] = object{"type": "object", "description": sentence(setupKeys["set"])}
	one := object{"oneOf": []object{{"type": "string"}, {"type": "object", "properties": keys, "additionalProperties": false}}}
	return object{"oneOf": []object{one, {"type": "array", "items": one}}}
}

// OneSetUp returns what the project sets up once per run; nil for nothing.
func (p *Project) OneSetUp() (*setup.SetUp, error) {
	if p.File == nil || len(p.SetUp) == 0 {
		return nil, nil //nolint:nilnil // there is none
	}
	dir, err := filepath.Abs(p.File.Dir())
	if err != nil {
		return nil, fmt.Errorf("find the folder of the project: %w", err)
	}
	id := p.SetUpName
	if id == "" {
		id = setup.ID(dir)
	}
	return &setup.SetUp{
		File: p.File.Path, ID: id, Entries: p.SetUp, Keep: p.KeepSetUp, Changes: p.AllowSetUpChanges, AllowIn: p.AllowSetUpIn,
	}, nil
}

// nameOfSetUp checks the name that a project gives its set-up.
func nameOfSetUp(value any) error {
	name, is := value.(string)
	if !is || name == "" {
		return nil
	}
	return setup.CheckID(name)
}
