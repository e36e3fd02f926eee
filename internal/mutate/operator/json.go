package operator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strconv"
	"unicode/utf16"

	"gopkg.in/yaml.v3"
)

// jsonDocuments are the values of a manifest that is JSON from its beginning to its end; not ok when it is something else.
func jsonDocuments(manifest []byte) (all []*document, ok bool) {
	if !bytes.HasPrefix(bytes.TrimSpace(manifest), []byte("{")) {
		return nil, false
	}
	decoder := json.NewDecoder(bytes.NewReader(manifest))
	for {
		var raw json.RawMessage
		err := decoder.Decode(&raw)
		if errors.Is(err, io.EOF) {
			return all, true
		}
		if err != nil || raw[0] != '{' {
			return nil, false
		}
		end := int(decoder.InputOffset())
		begin := end - len(raw)
		all = append(all, &document{begin: begin, end: end, line: bytes.Count(manifest[:begin], []byte("\n")), text: manifest[begin:end], json: true})
	}
}

// jsonEscape are the escapes of JSON that YAML has not, and a backslash that is one.
var jsonEscape = regexp.MustCompile(`\\\\|\\/|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`)

func jsonUnescaped(escape []byte) []byte {
	switch string(escape) {
	case `\\`:
		return escape
	case `\/`:
		return []byte("/")
	}
	high, errHigh := strconv.ParseUint(string(escape[2:6]), 16, 16)
	low, errLow := strconv.ParseUint(string(escape[8:12]), 16, 16)
	if errHigh != nil || errLow != nil {
		return escape
	}
	return []byte(string(utf16.DecodeRune(rune(high), rune(low))))
}

// writeJSON writes a tree as JSON. The fields keep their order.
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
	encoder.SetEscapeHTML(false) // a placeholder stays as it is: <name>
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
