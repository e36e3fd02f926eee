package operator

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// written returns the text of the document with edits that result in tree: edited in place, or else rewritten.
func (d *document) written(edits []placed, tree *yaml.Node) ([]byte, error) {
	if tree == nil && d.json {
		return nil, nil
	}
	if tree == nil {
		return d.framed(nil), nil
	}
	if d.json {
		var b bytes.Buffer
		if err := writeJSON(&b, tree); err != nil {
			return nil, fmt.Errorf("write the changed document: %w", err)
		}
		return b.Bytes(), nil
	}
	if text, ok := d.spliced(edits, tree); ok {
		if d.rows {
			text = withRows(text)
		}
		if bytes.HasPrefix(d.text, []byte(byteOrderMark)) {
			text = append([]byte(byteOrderMark), text...)
		}
		return text, nil
	}
	return d.anew(tree)
}

// anew returns the text of a document, written from its tree.
func (d *document) anew(tree *yaml.Node) ([]byte, error) {
	for _, plain := range []bool{false, true} {
		if plain {
			tree = cloned(tree)
			plainStyle(tree)
		}
		text, err := encoded(tree)
		if err != nil {
			return nil, err
		}
		if again, err := parse(text); err == nil && canonical(again) == canonical(tree) {
			return d.framed(text), nil
		}
	}
	return nil, errors.New("the changed document cannot be written as YAML")
}

// framed gives a document the line breaks of the one that it replaces.
func (d *document) framed(text []byte) []byte {
	if d.begin > 0 {
		text = append([]byte("\n"), text...)
	}
	if d.rows {
		text = withRows(text)
	}
	if bytes.Contains(d.text, []byte("\r\n")) {
		text = bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
	}
	return text
}

func encoded(tree *yaml.Node) ([]byte, error) {
	spellNull(tree)
	var b bytes.Buffer
	encoder := yaml.NewEncoder(&b)
	encoder.SetIndent(2)
	if err := encoder.Encode(tree); err != nil {
		return nil, fmt.Errorf("write the changed document: %w", err)
	}
	if err := encoder.Close(); err != nil {
		return nil, fmt.Errorf("write the changed document: %w", err)
	}
	return b.Bytes(), nil
}

// spellNull writes out omitted values ({emptyDir: }), which would become empty strings.
func spellNull(node *yaml.Node) {
	if node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null" {
		node.Value = "null"
	}
	for _, inner := range node.Content {
		spellNull(inner)
	}
}

// plainStyle removes what may not be read back unchanged: comments, and strings on several lines.
func plainStyle(node *yaml.Node) {
	node.HeadComment, node.LineComment, node.FootComment = "", "", ""
	const block = yaml.FoldedStyle | yaml.LiteralStyle
	if node.Kind == yaml.ScalarNode && (node.Style&block != 0 || strings.Contains(node.Value, "\n")) {
		node.Style = node.Style&^(block|yaml.SingleQuotedStyle) | yaml.DoubleQuotedStyle
	}
	for _, inner := range node.Content {
		plainStyle(inner)
	}
}
