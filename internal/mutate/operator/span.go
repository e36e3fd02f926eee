package operator

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// source is the text of a document, in which nodes are located by their lines and columns.
type source struct {
	text  []byte
	lines []int // where each line begins
}

func sourceOf(text []byte) source {
	s := source{text: text, lines: []int{0}}
	for i, c := range text {
		if c == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

// begin returns where a node begins; -1 if that is unknown.
func (s source) begin(node *yaml.Node) int {
	if node.Line < 1 || node.Line > len(s.lines) {
		return -1
	}
	at := s.lines[node.Line-1]
	for range node.Column - 1 {
		_, size := utf8.DecodeRune(s.text[at:])
		at += size
	}
	if at > len(s.text) {
		return -1
	}
	return at
}

// end returns where a node ends; -1 if that is unknown.
func (s source) end(node *yaml.Node) int {
	at := s.begin(node)
	switch {
	case at < 0:
		return -1
	case node.Kind == yaml.ScalarNode:
		return s.scalarEnd(node, at)
	case node.Style&yaml.FlowStyle != 0:
		return s.flowEnd(at)
	case len(node.Content) > 0:
		return s.end(node.Content[len(node.Content)-1])
	}
	return -1
}

func (s source) scalarEnd(node *yaml.Node, at int) int {
	rest := s.text[at:]
	switch {
	case node.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		return s.quotedEnd(at)
	case node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return s.blockEnd(at)
	case node.Value != "" && bytes.HasPrefix(rest, []byte(node.Value)):
		return at + len(node.Value)
	}
	return -1
}

// quotedEnd returns the position after the closing quotes of a string.
func (s source) quotedEnd(at int) int {
	if at >= len(s.text) || s.text[at] != '"' && s.text[at] != '\'' {
		return -1
	}
	quote := s.text[at]
	for i := at + 1; i < len(s.text); i++ {
		switch {
		case quote == '"' && s.text[i] == '\\':
			i++
		case s.text[i] != quote:
		case quote == '\'' && i+1 < len(s.text) && s.text[i+1] == quote:
			i++
		default:
			return i + 1
		}
	}
	return -1
}

// blockEnd returns the end of the last line of a block scalar after "|" or ">": the line after it is not indented more deeply
// than that of the indicator.
func (s source) blockEnd(at int) int {
	indent := indentOf(s.lineOf(at))
	end := s.lineEnd(at)
	for i := end; i < len(s.text); {
		line := s.lineOf(i + 1)
		if strings.TrimSpace(line) != "" {
			if indentOf(line) <= indent {
				break
			}
			end = s.lineEnd(i + 1)
		}
		i = s.lineEnd(i + 1)
	}
	return end
}

// flowEnd returns the position after the closing bracket of a flow map or list, on one or more lines.
func (s source) flowEnd(at int) int {
	depth := 0
	for i := at; i >= 0 && i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return i + 1
			}
		case c == '#' && i > 0 && (s.text[i-1] == ' ' || s.text[i-1] == '\n'):
			i = s.lineEnd(i)
		case (c == '"' || c == '\'') && i > 0 && strings.IndexByte(" [{,:\n", s.text[i-1]) >= 0:
			i = s.quotedEnd(i) - 1
			if i < 0 {
				return -1
			}
		}
	}
	return -1
}

// lineBegin and lineEnd return the bounds of the line at a position, without its line break.
func (s source) lineBegin(at int) int { return bytes.LastIndexByte(s.text[:at], '\n') + 1 }

func (s source) lineEnd(at int) int {
	if at >= len(s.text) {
		return len(s.text)
	}
	if i := bytes.IndexByte(s.text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(s.text)
}

func (s source) lineOf(at int) string {
	if at > len(s.text) {
		return ""
	}
	return string(s.text[s.lineBegin(at):s.lineEnd(at)])
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
