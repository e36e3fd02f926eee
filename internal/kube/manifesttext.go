package kube

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	yaml3 "gopkg.in/yaml.v3"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/fileerror"
	"github.com/gherkind/gherkind/internal/jsonyaml"
)

// readableText returns a manifest without byte order marks, which concatenated files contain. A text that is not UTF-8, or
// whose indentation has invisible characters, is an error.
func readableText(path string, data []byte) ([]byte, error) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return data, nil // UTF-16, which the parser can read
	}
	data = bytes.ReplaceAll(data, []byte("\n\ufeff"), []byte("\n"))
	for i, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) {
			return nil, fileerror.At(path, i+1, "the line is no UTF-8: save the file with that encoding")
		}
	}
	return data, nil
}

// invisible are characters that look like indentation or are invisible, but are part of a name for YAML.
const invisible = "\u00a0\u2002\u2003\u2007\u2009\u200b\u202f\u2060\u3000"

// hidden returns a key that contains such a character, quoted to make it visible; "" if there is none.
func hidden(fields map[string]any) string {
	for _, key := range sorted(fields) {
		if strings.ContainsAny(key, invisible) {
			return strconv.QuoteToASCII(key)
		}
	}
	return ""
}

func hiddenIn(value any) string {
	fields, ok := value.(map[string]any)
	if !ok {
		return ""
	}
	return hidden(fields)
}

// written describes the key that was written instead of a missing one: with another case, or with invisible characters.
func written(fields map[string]any, field string) string {
	for _, key := range sorted(fields) {
		if key != field && strings.EqualFold(strings.Trim(key, invisible), field) {
			return fmt.Sprintf(" (it has %s)", strconv.QuoteToASCII(key))
		}
	}
	return ""
}

// nameItems sets the kind of the items of a typed list such as PodList, which do not name it.
func nameItems(list *unstructured.Unstructured) {
	kind, ofOne := strings.CutSuffix(list.GetKind(), "List")
	items, _ := list.Object["items"].([]any)
	for _, item := range items {
		fields, ok := item.(map[string]any)
		if !ok || !ofOne || kind == "" {
			continue
		}
		if fields["kind"] == nil {
			fields["kind"] = kind
		}
		if fields["apiVersion"] == nil {
			fields["apiVersion"] = list.GetAPIVersion()
		}
	}
}

// readJSON reads each value through the YAML parser, which knows lines and finds duplicate keys.
func readJSON(path string, values []jsonyaml.Value) ([]Document, error) {
	var all []Document
	for i, value := range values {
		var node yaml3.Node
		text := strings.Repeat("\n", value.Line-1) + string(jsonyaml.Text(value.Raw))
		if err := yaml3.Unmarshal([]byte(text), &node); err != nil {
			return nil, err
		}
		docs, err := documents(path, i+1, &node)
		if err != nil {
			return nil, err
		}
		all = append(all, docs...)
	}
	return all, nil
}
