package kube

import (
	"errors"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

func TestJSONPath(t *testing.T) {
	obj := &unstructured.Unstructured{}
	err := obj.UnmarshalJSON([]byte(`{"kind":"Pod","metadata":{"name":"web","labels":{"a.b/c":"d"}},
		"spec":{"ports":[{"name":"http","port":80},{"name":"https","port":443}],"on":true,"none":null,"empty":"","list":[]}}`))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"{.metadata.name}":                      "web",
		"{$.metadata.name}":                     "web",
		"{.spec.ports[1].port}":                 "443",
		"{.spec.ports[*].port}":                 "80 443",
		`{.spec.ports[?(@.name=="http")].port}`: "80",
		`{.spec.ports[?(@.name=="smtp")].port}`: "nothing",
		`{range .spec.ports[*]}{.name},{end}`:   "http,https,",
		`{.metadata.labels.a\.b/c}`:             "d",
		"{.spec.on}":                            "true",
		"{.spec.empty}":                         "",
		"{.spec.none}":                          "nothing", // null means absent
		"{.spec.missing.deeper}":                "nothing",
		"{.spec.ports[7].port}":                 "error",
	} {
		parsed, err := ParseJSONPath(path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		for range 2 { // evaluation has no side effects
			got, err := parsed.Of(obj)
			switch {
			case errors.Is(err, ErrNothingThere):
				got = "nothing"
			case err != nil:
				got = "error"
			}
			if got != want {
				t.Errorf("%s: %q, want %q (%v)", path, got, want, err)
			}
		}
	}
}

func TestABadJSONPathIsNamed(t *testing.T) {
	for path, says := range map[string]string{
		".status.phase":  `did you mean "{.status.phase}"?`,
		"$.status.phase": `did you mean "{.status.phase}"?`,
		"status.phase":   `did you mean "{.status.phase}"?`,
		"{.status.phase": "unclosed action; write it as kubectl takes it",
		"{.items[0}":     "unterminated array",
		"":               `for example "{.status.readyReplicas}"`,
	} {
		if _, err := ParseJSONPath(path); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %v, want %q", path, err, says)
		}
	}
}
