package translate

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// ownNamespace refers to the namespace of the scenario in manifests and steps.
const ownNamespace = "$(namespace:)"

// expression is withoutExpressions for tests of Chainsaw; those of KUTTL have none.
func (c *Case) expression(node *yaml.Node) string {
	if !c.expressions {
		return ""
	}
	return withoutExpressions(node)
}

// withoutExpressions replaces ($namespace) in the object, and returns the first remaining Chainsaw expression; "" if there is
// none.
func withoutExpressions(node *yaml.Node) string {
	if node.Kind == yaml.ScalarNode {
		if node.Value == "($namespace)" {
			node.Value, node.Style = ownNamespace, 0
		}
		if strings.HasPrefix(node.Value, "(") && strings.HasSuffix(node.Value, ")") || strings.HasPrefix(node.Value, `\`) && strings.HasSuffix(node.Value, `\`) {
			return node.Value
		}
		return ""
	}
	for i, child := range node.Content {
		// A key may have a binding, a modifier and an expression: (conditions[?type == 'Ready']), ~.containers, x->y.
		if node.Kind == yaml.MappingNode && i%2 == 0 && (strings.HasPrefix(child.Value, "(") || strings.HasPrefix(child.Value, "~") || strings.Contains(child.Value, "->")) {
			return child.Value
		}
		if found := withoutExpressions(child); found != "" {
			return found
		}
	}
	return ""
}
