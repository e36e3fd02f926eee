package operator

import (
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// canonical returns a notation of a tree that depends only on its meaning: trees with the same meaning have the same text.
func canonical(node *yaml.Node) string {
	var b strings.Builder
	writeCanonical(&b, node)
	return b.String()
}

func writeCanonical(b *strings.Builder, node *yaml.Node) {
	switch {
	case node == nil:
		b.WriteString("nothing")
	case node.Kind == yaml.MappingNode:
		fields := make([]string, 0, len(node.Content)/2)
		for i := 0; i+1 < len(node.Content); i += 2 {
			fields = append(fields, canonical(node.Content[i])+":"+canonical(node.Content[i+1]))
		}
		slices.Sort(fields)
		b.WriteString("{" + strings.Join(fields, ",") + "}")
	case node.Kind == yaml.SequenceNode:
		b.WriteString("[")
		for _, item := range node.Content {
			writeCanonical(b, item)
			b.WriteString(",")
		}
		b.WriteString("]")
	case node.ShortTag() == "!!null":
		b.WriteString("null")
	default:
		b.WriteString(node.ShortTag() + strconv.Quote(node.Value))
	}
}
