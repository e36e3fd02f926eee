package placeholder

import (
	"github.com/gherkind/gherkind/internal/expression"
	"github.com/gherkind/gherkind/steps/step"
)

// expressionTypes are the placeholders for expressions in CEL.
func expressionTypes() []step.Type {
	return []step.Type{
		{Name: "expression", Pattern: quoted, Example: `"object.spec.replicas > 1"`,
			Parse: func(text string, _ step.Place) (any, error) { return expression.OfObject(pattern(text)) },
			Doc: `A condition in CEL, as in a ValidatingAdmissionPolicy, on what is called object in it; in double quotes, so that a text in it ` +
				`stands in single ones. kubernetes.io/docs/reference/using-api/cel has the functions.`},
		{Name: "list-expression", Pattern: quoted, Example: `"objects.all(o, has(o.spec.nodeName))"`,
			Parse: func(text string, _ step.Place) (any, error) { return expression.OfObjects(pattern(text)) },
			Doc:   `The same on a list, which is called objects.`},
	}
}
