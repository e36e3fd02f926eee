package plan

import (
	"encoding/base64"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/gherkin"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/mask"
)

// MaskOf returns a mask for the values of the Secrets in a scenario's manifests, and for those that its steps write into Secrets
// or expect there.
func (p *Plan) MaskOf(pickle *gherkin.Pickle) *mask.Mask {
	var objects []*unstructured.Unstructured
	for _, use := range ManifestsOf(pickle) {
		for _, doc := range use.Manifest.Docs {
			objects = append(objects, doc.Object)
		}
	}
	for _, s := range pickle.Steps {
		if spoken := secretIn(s); spoken != nil {
			objects = append(objects, spoken)
		}
	}
	return (*mask.Mask)(nil).With(objects...)
}

// secretIn returns a Secret with the values that a step about a Secret contains, in its text or in its doc string; nil if there
// are none.
func secretIn(s gherkin.Step) *unstructured.Unstructured {
	match, err := s.Match()
	if err != nil {
		return nil // reported by gherkin.Lint
	}
	named, texts, path := false, []string(nil), ""
	for _, value := range match.Values() {
		switch value.Type {
		case "kind":
			named = named || isSecrets(value.Text)
		case "text", "part":
			if text, is := value.Parsed.(string); is {
				texts = append(texts, text)
			}
		case "jsonpath":
			path = value.Text
		}
	}
	if !named {
		return nil
	}
	fields := map[string]any{}
	switch below := match.Below().(type) {
	case *kube.Part:
		fields = below.Object
	case *kube.Patch:
		fields = fieldsOf(below)
	}
	spoken := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "v1", "kind": "Secret"}}
	plain := map[string]any{}
	for _, name := range []string{"data", "stringData"} {
		values, _ := fields[name].(map[string]any)
		for key, value := range values {
			plain[name+" "+key] = value
		}
	}
	if strings.Contains(path, "ata") { // matches .data, .stringData and ['data']
		for _, text := range texts {
			plain["text "+text] = text
		}
	}
	if len(plain) == 0 {
		return nil
	}
	encoded := map[string]any{}
	for key, value := range plain {
		if text, is := value.(string); is && isBase64(text) {
			encoded[key] = text
		}
	}
	spoken.Object["data"], spoken.Object["stringData"] = encoded, plain
	return spoken
}

// isSecrets reports whether a word is the kind Secret.
func isSecrets(word string) bool {
	word, version, _ := strings.Cut(strings.ToLower(word), ".")
	return (word == "secret" || word == "secrets") && (version == "" || version == "v1")
}

func isBase64(text string) bool {
	_, err := base64.StdEncoding.DecodeString(text)
	return err == nil
}

// fieldsOf returns the values that a patch sets, as fields of the object. For a JSON patch, these are the values of its
// operations.
func fieldsOf(patch *kube.Patch) map[string]any {
	if patch.Part != nil {
		return patch.Part.Object
	}
	fields := map[string]any{"data": map[string]any{}, "stringData": map[string]any{}}
	for _, each := range patch.Operations {
		operation, _ := each.(map[string]any)
		at, _ := operation["path"].(string)
		name, key, single := strings.Cut(strings.TrimPrefix(at, "/"), "/")
		into, is := fields[name].(map[string]any)
		if !is {
			continue
		}
		if single {
			into[key] = operation["value"]
			continue
		}
		values, _ := operation["value"].(map[string]any)
		for key, value := range values {
			into[key] = value
		}
	}
	return fields
}
