package operator

import (
	"bytes"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// patch replaces a piece of a document by another text.
type patch struct {
	from, to int
	text     string
}

// spliced returns the text of the document with only the edited pieces changed, so that everything else stays as it is written.
// ok is false if that is impossible or does not result in the tree; then the whole document is rewritten.
func (d *document) spliced(edits []placed, tree *yaml.Node) (text []byte, ok bool) {
	if d.aliases {
		return nil, false
	}
	s := sourceOf(d.parsed)
	var patches []patch
	for _, e := range edits {
		p, ok := s.patchFor(e)
		if !ok {
			return nil, false
		}
		patches = append(patches, p)
	}
	slices.SortFunc(patches, func(a, b patch) int { return a.from - b.from })
	var b bytes.Buffer
	done := 0
	for _, p := range patches {
		if p.from < done || p.to < p.from || p.to > len(s.text) {
			return nil, false
		}
		b.Write(s.text[done:p.from])
		b.WriteString(p.text)
		done = p.to
	}
	b.Write(s.text[done:])
	again, err := parse(b.Bytes())
	if err != nil || again == nil || canonical(again) != canonical(tree) {
		return nil, false
	}
	return b.Bytes(), true
}

// placed is an edit with the nodes along its path, starting with the object; the last is nil for something to add.
type placed struct {
	Edit
	nodes []*yaml.Node
}

func (s source) patchFor(e placed) (patch, bool) {
	switch e.Op {
	case Remove:
		return s.removal(e)
	case Set:
		return s.replacement(e)
	default:
		if e.nodes[len(e.nodes)-1] != nil { // a null field, or an item to insert
			return patch{}, false
		}
		return s.addition(e)
	}
}

// removal removes a field or an item; if it is the last one, together with its parent, or leaving that empty.
func (s source) removal(e placed) (patch, bool) {
	last := len(e.nodes) - 1
	parent := e.nodes[last-1]
	if parent == nil || e.nodes[last] == nil {
		return patch{}, false
	}
	i, width := place(parent, e.Path[last-1])
	first, value := parent.Content[i], parent.Content[i+width-1]
	if len(parent.Content) == width {
		if last > 1 && pruned(e.Path[last-2]) {
			return s.removal(placed{Edit{Path: e.Path[:last-1], Op: Remove}, e.nodes[:last]})
		}
		if parent.Style&yaml.FlowStyle == 0 {
			return s.emptied(e)
		}
	}
	from, to := s.begin(first), s.end(value)
	if from < 0 || to < 0 {
		return patch{}, false
	}
	if parent.Style&yaml.FlowStyle != 0 {
		if i+width < len(parent.Content) {
			to = s.begin(parent.Content[i+width])
		} else if i > 0 {
			from = s.end(parent.Content[i-1])
		}
		return patch{from: from, to: to}, from >= 0 && to >= 0
	}
	before := string(s.text[s.lineBegin(from):from])
	if strings.TrimSpace(before) == "" || parent.Kind == yaml.SequenceNode && strings.TrimSpace(before) == "-" {
		return patch{from: s.lineBegin(from), to: min(s.lineEnd(to)+1, len(s.text))}, true
	}
	if i+width < len(parent.Content) { // after the dash of an item: the next field takes its place
		return patch{from: from, to: s.begin(parent.Content[i+width])}, true
	}
	return patch{}, false
}

// emptied leaves the map or list of the last field or item empty.
func (s source) emptied(e placed) (patch, bool) {
	last := len(e.nodes) - 1
	if last < 2 || e.nodes[last-2].Kind != yaml.MappingNode {
		return patch{}, false
	}
	i, _ := place(e.nodes[last-2], e.Path[last-2])
	from, to, empty := s.end(e.nodes[last-2].Content[i]), s.end(e.nodes[last]), "{}"
	if e.nodes[last-1].Kind == yaml.SequenceNode {
		empty = "[]"
	}
	if from < 0 || to < 0 {
		return patch{}, false
	}
	return patch{from, to, ": " + empty}, true
}

// replacement replaces a value.
func (s source) replacement(e placed) (patch, bool) {
	old := e.nodes[len(e.nodes)-1]
	if old == nil {
		return patch{}, false
	}
	from, to := s.begin(old), s.end(old)
	value, err := nodeOf(e.Value)
	if err != nil || from < 0 || to < 0 {
		return patch{}, false
	}
	if v, written := e.Value.(Value); written && v.node.Column == old.Column {
		if begin, end := s.begin(v.node), s.end(v.node); begin >= 0 && end >= 0 {
			return patch{from, to, string(s.text[begin:end])}, true
		}
	}
	if old.Style&yaml.LiteralStyle != 0 && value.Kind == yaml.ScalarNode && strings.HasSuffix(value.Value, "\n") {
		return patch{from, to, s.literal(from, value.Value)}, true
	}
	text, ok := oneLine(dressed(value, old))
	return patch{from, to, text}, ok
}

// literal writes a text in the style of the block scalar that begins with "|" at a position.
func (s source) literal(at int, value string) string {
	end := s.lineEnd(at)
	indent := strings.Repeat(" ", indentOf(s.lineOf(min(end+1, len(s.text)))))
	lines := strings.Split(strings.TrimSuffix(value, "\n"), "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = indent + line
		}
	}
	return string(s.text[at:end]) + "\n" + strings.Join(lines, "\n")
}

// addition adds a field after the existing ones.
func (s source) addition(e placed) (patch, bool) {
	depth := len(e.nodes) - 1
	for e.nodes[depth] == nil {
		depth--
	}
	parent, value := e.nodes[depth], e.Value
	for i := len(e.Path) - 1; i > depth; i-- {
		name, field := e.Path[i].(string)
		if !field {
			return patch{}, false
		}
		value = map[string]any{name: value}
	}
	name, field := e.Path[depth].(string)
	node, err := nodeOf(value)
	if !field || err != nil || parent.Kind != yaml.MappingNode || len(parent.Content) == 0 {
		return patch{}, false
	}
	text, ok := oneLine(node)
	at := s.end(parent.Content[len(parent.Content)-1])
	if !ok || at < 0 {
		return patch{}, false
	}
	if parent.Style&yaml.FlowStyle != 0 {
		return patch{at, at, ", " + name + ": " + text}, true
	}
	at = s.lineEnd(at)
	return patch{at, at, "\n" + strings.Repeat(" ", parent.Content[0].Column-1) + name + ": " + text}, true
}

// oneLine writes a value on one line.
func oneLine(node *yaml.Node) (string, bool) {
	node = cloned(node)
	plainStyle(node)
	flow(node)
	text, err := encoded(node)
	line := strings.TrimSuffix(string(text), "\n")
	return line, err == nil && !strings.Contains(line, "\n")
}

// place returns where a field or an item begins in the content of its parent, and how many nodes it has there.
func place(parent *yaml.Node, step any) (i, width int) {
	if name, field := step.(string); field {
		return fieldIndex(parent, name), 2
	}
	return step.(int), 1
}
