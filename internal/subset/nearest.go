package subset

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// identifying are the fields by which people, and the merge keys of the Kubernetes API, identify list items, the most specific
// first.
var identifying = []string{
	"name", "containerPort", "port", "ip", "ipAddress", "type", "key", "mountPath", "devicePath", "topologyKey", "path", "uid",
}

// taken describes an item that exists, but less often than required.
const taken = " that another wanted one has not taken"

// missing says that no list item matches, and how the most similar one differs.
func missing(want any, have []any) string {
	text := brief(want)
	if _, fields := want.(map[string]any); !fields {
		if near, found := alike(want, have); found {
			return text + ": the nearest is " + other(want, near)
		}
		if slices.ContainsFunc(have, func(item any) bool { return difference("", want, item) == "" }) {
			text += taken
		}
		return text + "; it has " + brief(have)
	}
	if len(have) == 0 {
		return text + ": the list is empty"
	}
	nearest, best := 0, -1
	for i, item := range have {
		if n := likeness(want, item); n > best {
			nearest, best = i, n
		}
	}
	item := have[nearest]
	why := difference("", want, item)
	switch {
	case why == "":
		return text + taken
	case best == 0 && len(have) > 1:
		return fmt.Sprintf("%s among its %d", text, len(have))
	}
	return fmt.Sprintf("%s: in the nearest, %s, %s", text, identity(item, nearest), why)
}

// alike returns an item that differs from a wanted scalar only in what is invisible: white space, or quotes.
func alike(want any, have []any) (any, bool) {
	for _, item := range have {
		if fmt.Sprint(item) != other(want, item) {
			return item, !equal(want, item)
		}
	}
	return nil, false
}

// likeness returns how much of want an item contains: an identifying field outweighs all others, and more specific ones
// outweigh less specific ones.
func likeness(want, item any) int {
	w, ok := want.(map[string]any)
	h, also := item.(map[string]any)
	if !ok || !also {
		if equal(want, item) {
			return 1
		}
		return 0
	}
	const weight = 1 << 10 // more fields than an item has
	n := 0
	for key, value := range w {
		if difference("", value, h[key]) != "" {
			continue
		}
		n++
		if at := slices.Index(identifying, key); at >= 0 {
			n += weight * (len(identifying) - at)
		}
	}
	return n
}

// identity names an item by its first identifying field, or by its index.
func identity(item any, index int) string {
	if m, ok := item.(map[string]any); ok {
		for _, key := range identifying {
			switch value := m[key].(type) {
			case nil, map[string]any, []any:
			default:
				return fmt.Sprintf("%s %v", key, value)
			}
		}
	}
	return fmt.Sprintf("item %d", index)
}

// brief writes a value as one line of YAML.
func brief(value any) string {
	var node yaml.Node
	if err := node.Encode(value); err != nil {
		return fmt.Sprint(value)
	}
	node.Style = yaml.FlowStyle
	text, err := yaml.Marshal(&node)
	if err != nil {
		return fmt.Sprint(value)
	}
	return strings.Join(strings.Fields(string(text)), " ")
}
