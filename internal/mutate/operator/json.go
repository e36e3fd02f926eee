package operator

import (
	"bytes"
	"encoding/json"

	"gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/jsonyaml"
)

// jsonDocuments returns the objects of a manifest that consists of JSON; ok is false for anything else.
func jsonDocuments(manifest []byte) (all []*document, ok bool) {
	values, ok := jsonyaml.Values(manifest)
	for _, v := range values {
		if v.Raw[0] != '{' {
			return nil, false
		}
		end := v.Begin + len(v.Raw)
		all = append(all, &document{begin: v.Begin, end: end, line: v.Line - 1, text: manifest[v.Begin:end], json: true})
	}
	return all, ok
}

// writeJSON writes a tree as JSON. Fields keep their order.
func writeJSON(b *bytes.Buffer, node *yaml.Node) error {
	switch {
	case node.Kind == yaml.MappingNode:
		return writeJSONList(b, "{", "}", len(node.Content)/2, func(i int) error {
			if err := writeJSON(b, node.Content[2*i]); err != nil {
				return err
			}
			b.WriteString(": ")
			return writeJSON(b, node.Content[2*i+1])
		})
	case node.Kind == yaml.SequenceNode:
		return writeJSONList(b, "[", "]", len(node.Content), func(i int) error { return writeJSON(b, node.Content[i]) })
	case node.ShortTag() != "!!str" && json.Valid([]byte(node.Value)):
		b.WriteString(node.Value)
		return nil
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // placeholders such as <name> stay as they are
	err := encoder.Encode(node.Value)
	b.Write(bytes.TrimSpace(text.Bytes()))
	return err
}

func writeJSONList(b *bytes.Buffer, begin, end string, n int, item func(i int) error) error {
	b.WriteString(begin)
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		if err := item(i); err != nil {
			return err
		}
	}
	b.WriteString(end)
	return nil
}
