package kube

import (
	"strings"
	"testing"
)

// TestManifestWithNotedValues: the form of a manifest is checked except for values that are not known yet, and it is built
// again when they are.
func TestManifestWithNotedValues(t *testing.T) {
	const text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: $(value:a), b: '$(value:b)', c: $$(value:c)}\n"
	m, err := FillManifest("x.yaml", []byte(text), map[string]string{"a": "x"})
	if err != nil {
		t.Fatal(err)
	}
	if asks := m.Asks(); len(asks) != 1 || asks[0].Name != "b" || asks[0].Line != 4 {
		t.Errorf("asks for %v", asks)
	}
	filled, err := m.Filled(func(text string) string { return strings.ReplaceAll(text, "$(value:b)", "12") })
	if err != nil {
		t.Fatal(err)
	}
	now, is := filled.(*Manifest)
	if !is || string(now.Text) != text {
		t.Fatalf("%v", filled)
	}
	data, _ := now.Docs[0].Object.Object["data"].(map[string]any)
	if data["a"] != "x" || data["b"] != "12" || data["c"] != "$$(value:c)" {
		t.Errorf("data: %v", data)
	}
	if before, _ := m.Docs[0].Object.Object["data"].(map[string]any); before["b"] != "$(value:b)" {
		t.Errorf("the original manifest has changed: %v", before)
	}
	if _, err := m.Filled(func(string) string { return "a: [" }); err == nil {
		t.Error("a value that makes the YAML unreadable was taken")
	}
}

func TestNamesAreKnownBeforeTheRun(t *testing.T) {
	for text, sure := range map[string]bool{
		"{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: $(value:x)}}": true,
		"{apiVersion: v1, kind: ConfigMap, metadata: {name: a-$(value:x)}}":             false,
		"{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: $(value:x)}}": false,
		"{apiVersion: v1, kind: $(value:x), metadata: {name: a}}":                       false,
	} {
		m, err := FillManifest("x.yaml", []byte(text), nil)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if unsure := m.UnsureIdentity(); (unsure == nil) != sure {
			t.Errorf("%s: %v", text, unsure)
		}
	}
}
