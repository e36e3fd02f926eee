package kube

import (
	"bytes"
	"errors"
	"io"

	yaml3 "gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/fileerror"
)

// Part is what an object must contain: YAML that need not be a complete object.
type Part struct {
	Object map[string]any

	path string
	node *yaml3.Node // as it is written
}

// ParsePart reads a part of an object as [ParseManifest] reads a whole one. Errors are [*ManifestError].
func ParsePart(path string, data []byte) (*Part, error) {
	part, err := readPart(path, data)
	var wrong *ManifestError
	if err != nil && !errors.As(err, &wrong) {
		return nil, syntaxError(path, data, err)
	}
	return part, err
}

// readPart is ParsePart, except for YAML syntax errors.
func readPart(path string, data []byte) (*Part, error) {
	decoder := yaml3.NewDecoder(bytes.NewReader(data))
	var part *Part
	for {
		var node yaml3.Node
		err := decoder.Decode(&node)
		switch {
		case errors.Is(err, io.EOF) && part == nil:
			return nil, fileerror.At(path, 1, "the YAML is empty: it would match any object")
		case errors.Is(err, io.EOF):
			return part, nil
		case err != nil:
			return nil, err
		case isEmpty(&node):
			continue
		case part != nil:
			return nil, fileerror.At(path, node.Content[0].Line, "a second document would not be looked at: write one step for each object")
		}
		if part, err = partOf(path, &node); err != nil {
			return nil, err
		}
	}
}

func partOf(path string, node *yaml3.Node) (*Part, error) {
	root := node.Content[0]
	if root.Kind != yaml3.MappingNode {
		return nil, fileerror.At(path, root.Line, "what an object must contain are fields, each written as \"name: value\"")
	}
	object, err := decoded(node)
	if err != nil {
		return nil, err
	}
	if len(object) == 0 {
		return nil, fileerror.At(path, root.Line, "the YAML is empty: it would match any object")
	}
	return &Part{object, path, root}, nil
}
