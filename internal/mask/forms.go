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
	shortest     = 4 // bytes of a value: a shorter one stands in too many texts by chance
	shortestLine = 8 // of a line of a value

	roomy = 10 // times as long as a text, its form that is fit to print has room
)

// A Secret with the token of a service account also has the name of its namespace, which is none.
// https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets
const (
	tokenType    = "kubernetes.io/service-account-token"
	namespaceKey = "namespace"
)

// plainWords are values that are hidden at the Secret only: they stand everywhere.
var plainWords = []string{"true", "false", "yes", "no", "null"}

// formsOf are the values of a Secret in each form in which a text may have them.
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

// written is a text as it is and as it stands in quotes, also in quotes within quotes, in JSON, on one line, and made
// fit to print.
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
		return text // a string always has a form
	}
	return string(data[1 : len(data)-1])
}
