package mask

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/plaintext"
)

const (
	shortest     = 4 // bytes of a value: a shorter one occurs in too many texts by coincidence
	shortestLine = 8 // bytes of a line of a value

	roomy = 10 // how many times longer the printable form of a text may be
)

// A Secret with the token of a service account also contains the name of its namespace, which is not secret.
// https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets
const (
	tokenType    = "kubernetes.io/service-account-token"
	namespaceKey = "namespace"
)

// plainWords are values that are hidden only in the Secret itself: they occur everywhere.
var plainWords = []string{"true", "false", "yes", "no", "null"}

// formsOf returns the values of a Secret in each form in which a text may contain them.
func formsOf(obj *unstructured.Unstructured) []string {
	if !kube.IsSecret(obj) {
		return nil
	}
	var forms []string
	data, _ := obj.Object["data"].(map[string]any)
	for key, value := range data {
		if key == namespaceKey && obj.Object["type"] == tokenType {
			continue
		}
		text, _ := value.(string)
		decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
		if err != nil {
			continue // the API server refuses it
		}
		forms = append(forms, formsOfValue(string(decoded))...)
	}
	stringData, _ := obj.Object["stringData"].(map[string]any)
	for _, value := range stringData {
		if text, ok := value.(string); ok {
			forms = append(forms, formsOfValue(text)...)
		}
	}
	return forms
}

func formsOfValue(value string) []string {
	bare := strings.TrimSpace(value)
	if len(bare) < shortest || slices.Contains(plainWords, strings.ToLower(bare)) {
		return nil
	}
	forms := written(bare)
	for _, v := range []string{value, bare} {
		forms = append(forms, base64.StdEncoding.EncodeToString([]byte(v)), base64.RawStdEncoding.EncodeToString([]byte(v)))
	}
	if lines := strings.Split(bare, "\n"); len(lines) > 1 {
		for _, line := range lines {
			if line = strings.TrimSpace(line); len(line) >= shortestLine {
				forms = append(forms, written(line)...)
			}
		}
	}
	return forms
}

// written returns the forms of a text: as it is, in quotes, in quotes within quotes, in JSON, on one line, and escaped for
// printing.
func written(text string) []string {
	forms := []string{text, strings.Join(strings.Fields(text), " "), plaintext.Line(text, roomy*len(text)), plaintext.Lines(text, roomy*len(text))}
	for _, form := range []string{text, forms[1]} {
		once := quoted(form)
		forms = append(forms, once, quoted(once), inJSON(form))
	}
	return forms
}

func quoted(text string) string {
	q := strconv.Quote(text)
	return q[1 : len(q)-1]
}

func inJSON(text string) string {
	data, err := json.Marshal(text)
	if err != nil {
		return text // marshalling a string cannot fail
	}
	return string(data[1 : len(data)-1])
}
