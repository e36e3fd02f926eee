package placeholder

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/gherkind/gherkind/internal/values"
	"github.com/gherkind/gherkind/steps/step"
)

const quoted = `"(?:[^"\\]|\\.)*"`

// All are the typed values that step patterns use. Their patterns are
// lenient, so that a wrong value is named as such and not as an unknown step.
func All() []step.Type {
	return slices.Concat([]step.Type{
		step.Duration(),
		step.Count(),
		{Name: "name", Pattern: quoted, Example: `"web"`, Parse: parseName,
			Doc: `The name of an object, in double quotes. Where a scenario has several namespaces, "mem2/web" says which.`},
		{Name: "node", Pattern: quoted, Example: `"worker2"`, Parse: parseName,
			Doc: `A node, in double quotes: "control-plane", "worker", "worker2", or the full name of the Node object. ` +
				`In an external cluster, the end of a name that only one node has.`},
		{Name: "text", Pattern: quoted, Example: `"Welcome"`, Parse: parseText,
			Doc: `Any text, in double quotes; \" for a double quote inside.`},
		{Name: "value-name", Pattern: quoted, Example: `"replicas"`, Parse: parseValueName,
			Doc: `The name of a value, in double quotes: letters, digits, "-", "_" and ".".`},
		{Name: "part", Pattern: quoted, Example: `"Welcome"`, Parse: parsePart,
			Doc: `A text that must be somewhere in a longer one, in double quotes.`},
		{Name: "command", Pattern: quoted, Example: `"cat /tmp/healthy"`, Parse: parseText,
			Doc: `A command line, in double quotes, given to sh -c.`},
		{Name: "selector", Pattern: quoted, Example: `"app=web"`, Parse: parseSelector,
			Doc: `A label selector as kubectl takes it, in double quotes.`},
		{Name: "taint", Pattern: quoted, Example: `"dedicated=db:NoSchedule"`, Parse: parseTaint,
			Doc: `A taint as kubectl writes it: key[=value]:Effect, in double quotes.`},
		{Name: "label", Pattern: quoted, Example: `"disk=ssd"`, Parse: parseLabel,
			Doc: `A label as key=value, in double quotes.`},
		{Name: "path", Pattern: quoted, Example: `":8080/healthz"`, Parse: parsePortPath,
			Doc: `A port with the path of an HTTP request, in double quotes.`},
		{Name: "jsonpath", Pattern: quoted, Example: `"{.status.readyReplicas}"`, Parse: parseJSONPath,
			Doc: `A JSONPath as kubectl takes it, in double quotes.`},
		{Name: "kind", Pattern: kindPattern, Example: `deployment`, Parse: parseWord, Guess: guessKind,
			Doc: `A kind as kubectl takes it: singular, plural or short name, custom resources too.`},
		{Name: "status", Pattern: `[A-Z][A-Za-z0-9:/]*`, Example: `Init:0/2`, Parse: parseStatus, Guess: guessStatus,
			Doc: `A pod's STATUS as kubectl get pods prints it: Running, Pending, Init:0/2, CrashLoopBackOff …`},
		{Name: "code", Pattern: `[A-Z][A-Za-z0-9_]*`, Example: `POD_OOM_KILLED`, Parse: parseCode,
			Doc: `The code of a reason: docs/codes.md lists them.`},
		{Name: "event-type", Pattern: quoted, Example: `"Warning"`, Parse: parseEventType,
			Doc: `The type of an event, in double quotes: "Normal" or "Warning".`},
		manifestType(),
		kustomizationType(),
		momentType(),
	}, comparisonTypes(), chartTypes(), expressionTypes(), occasionTypes(), accessTypes(), kindTypes())
}

// Unquote is the text between the quotes of a value, without its escapes.
func Unquote(text string) string {
	text = strings.TrimSuffix(strings.TrimPrefix(text, `"`), `"`)
	return strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(text)
}

func parseValueName(text string, _ step.Place) (any, error) {
	name := Unquote(text)
	if !values.IsName(name) {
		return nil, errors.New("the name of a value begins with a letter, and has letters, digits, '-', '_' and '.' in it")
	}
	return name, nil
}

func parseText(text string, _ step.Place) (any, error) { return Unquote(text), nil }

func parsePart(text string, _ step.Place) (any, error) {
	part := Unquote(text)
	if strings.TrimSpace(part) == "" {
		return nil, errors.New("write something that must be there: anything contains an empty text (to say that nothing is printed, write: prints exactly \"\")")
	}
	return part, nil
}

func parseWord(text string, _ step.Place) (any, error) { return text, nil }

func parseName(text string, _ step.Place) (any, error) {
	name := Unquote(text)
	if strings.TrimSpace(name) == "" {
		return nil, errors.New("write the object's name between the quotes")
	}
	if strings.ContainsAny(name, " \t<>") || strings.ToLower(name) != name {
		return nil, errors.New("names of Kubernetes objects are made of lower case letters, digits, '-' and '.'")
	}
	return name, nil
}

func parseSelector(text string, _ step.Place) (any, error) {
	selector, err := labels.Parse(Unquote(text))
	if err == nil && selector.Empty() {
		err = errors.New("an empty one would select everything")
	}
	if err != nil {
		return nil, fmt.Errorf("write it as kubectl takes it, for example \"app=web,tier!=db\" (%w)", err)
	}
	return selector, nil
}
