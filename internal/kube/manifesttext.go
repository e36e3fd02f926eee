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

// readableText is a manifest without the byte order marks that files have which were put together. A text that is no UTF-8,
// or that no one can see the indentation of, is an error.
func readableText(path string, data []byte) ([]byte, error) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return data, nil // UTF-16, which the parser reads
	}
	data = bytes.ReplaceAll(data, []byte("\n\ufeff"), []byte("\n"))
	for i, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) {
			return nil, fileerror.At(path, i+1, "the line is no UTF-8: save the file with that encoding")
		}
	}
	return data, nil
}

// invisible are characters that look like indentation, or like nothing, and are part of a name for YAML.
const invisible = "\u00a0\u2002\u2003\u2007\u2009\u200b\u202f\u2060\u3000"

// hidden is a key that begins with such a character, quoted so that it is seen; "" when there is none.
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

// written is the key that was written in place of a missing one: in other letters, or with what nobody sees.
func written(fields map[string]any, field string) string {
	for _, key := range sorted(fields) {
		if key != field && strings.EqualFold(strings.Trim(key, invisible), field) {
			return fmt.Sprintf(" (it has %s)", strconv.QuoteToASCII(key))
		}
	}
	return ""
}

// nameItems gives the items of a list of one kind, such as PodList, the kind that they do not name.
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

// readJSON reads each value through YAML, which tells its lines and finds keys that stand twice.
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
