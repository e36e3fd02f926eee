package project

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	yaml "gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/setup"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// read returns the value of a setting in a file.
func (s Setting) read(n *yaml.Node) (any, error) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	switch s.field(Defaults()).(type) {
	case *[]string:
		return readList(n)
	case *map[string]string:
		return readMap(n)
	case *[]cluster.Image:
		return readImages(n)
	case *[]setup.Entry:
		return readSetup(n)
	}
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return nil, fmt.Errorf("that is %s, but must be %s", described(n), s.expected())
	}
	switch s.field(Defaults()).(type) {
	case *string:
		if n.Tag == "!!bool" {
			return nil, fmt.Errorf("YAML takes it for true or false: put it in quotes, %q", n.Value)
		}
		return n.Value, nil
	case *bool:
		if n.Tag != "!!bool" {
			return nil, errors.New("it is true or false")
		}
		return n.Value == "true" || n.Value == "True" || n.Value == "TRUE", nil
	default:
		return s.parse(n.Value)
	}
}

// parse parses the value of a setting as text: in the environment, and scalars in a file.
func (s Setting) parse(text string) (any, error) {
	switch s.field(Defaults()).(type) {
	case *bool:
		value, err := strconv.ParseBool(text)
		if err != nil {
			return nil, errors.New("it is true or false")
		}
		return value, nil
	case *int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return nil, errors.New("it must be a whole number")
		}
		return n, nil
	case *time.Duration:
		d, err := time.ParseDuration(text)
		if err != nil {
			return nil, errors.New("write a number with its unit, such as 90s, 2m or 1h")
		}
		return d, nil
	case *[]string:
		return strings.Split(text, ","), nil
	case *[]cluster.Image, *[]setup.Entry:
		return nil, errors.New("it can be set in " + FileName + " only")
	}
	return text, nil
}

// readList reads a list; a single value is a list of one.
func readList(n *yaml.Node) (any, error) {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	list := make([]string, 0, len(items))
	for _, item := range items {
		if item.Kind == yaml.AliasNode {
			item = item.Alias
		}
		if item.Kind != yaml.ScalarNode || item.Tag == "!!null" {
			return nil, fmt.Errorf("line %d has %s, but must be one value", item.Line, described(item))
		}
		list = append(list, item.Value)
	}
	return list, nil
}

// expected describes the values that the setting accepts.
func (s Setting) expected() string {
	switch s.field(Defaults()).(type) {
	case *int:
		return "a whole number"
	case *bool:
		return "true or false"
	case *time.Duration:
		return "a time such as 90s"
	}
	if s.Choices != nil {
		return "one of " + s.Type()
	}
	return "one text"
}

// from converts a value with paths relative to a folder to paths relative to the working folder.
func (s Setting) from(dir string, value any) any {
	if s.Path == nil {
		return value
	}
	switch value := value.(type) {
	case string:
		return s.pathFrom(dir, value)
	case []string:
		moved := make([]string, len(value))
		for i, one := range value {
			moved[i] = s.pathFrom(dir, one)
		}
		return moved
	case []cluster.Image:
		return s.imagesFrom(dir, value)
	}
	return value
}

func (s Setting) pathFrom(dir, value string) string {
	before, path, is := s.Path(value)
	switch {
	case !is || path == "":
		return value
	case strings.HasPrefix(path, "~/"):
		if home, err := os.UserHomeDir(); err == nil {
			return before + filepath.Join(home, path[2:])
		}
	case filepath.IsAbs(filepath.FromSlash(path)):
		return before + filepath.FromSlash(path)
	}
	return before + filepath.Join(dir, filepath.FromSlash(path))
}

// described describes a YAML value.
func described(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a map"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Tag == "!!null":
		return "nothing"
	}
	return "the text " + strconv.Quote(n.Value)
}

// named returns a setting with its value, for the beginning of an error; only scalars are quoted.
func named(key string, n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return key
	}
	return key + " " + n.Value
}
