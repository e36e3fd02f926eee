package format

import (
	"slices"
	"strings"
)

// write returns the lines, with one empty line before each part of the feature and never two in a row.
func (l *layout) write() []string {
	var out []string
	for i, one := range l.lines {
		switch one.kind {
		case within:
			out = append(out, indented(one))
		case empty:
			if l.keeps(i) && len(out) > 0 && out[len(out)-1] != "" {
				out = append(out, "")
			}
		default:
			if l.begins(i) && len(out) > 0 && out[len(out)-1] != "" {
				out = append(out, "")
			}
			out = append(out, indented(one))
		}
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

func indented(one line) string {
	if one.text == "" {
		return ""
	}
	return strings.Repeat(" ", one.indent) + one.text
}

// keeps reports whether an empty line may stay: not between tags and what they belong to, nor within a table.
func (l *layout) keeps(i int) bool {
	before, after := l.near(i, -1), l.near(i, 1)
	return before != tags && (before != row || after != row)
}

// near returns the kind of the next line in a direction that is not empty.
func (l *layout) near(i, step int) kind {
	for i += step; i >= 0 && i < len(l.lines); i += step {
		if k := l.lines[i].kind; k != empty {
			return k
		}
	}
	return empty
}

// begins reports whether a line is the first line of a part: a heading, or the tags and comments directly above it. The first
// part of a file does not count.
func (l *layout) begins(i int) bool {
	starts := []kind{heading, examples, tags}
	if k := l.lines[i].kind; !slices.Contains(starts, k) && k != comment {
		return false
	}
	if i > 0 && slices.Contains([]kind{tags, comment}, l.lines[i-1].kind) {
		return false
	}
	if l.lines[i].kind == heading && l.near(i, -1) == tags {
		return false
	}
	j := i
	for j < len(l.lines) && l.lines[j].kind == comment {
		j++
	}
	return j < len(l.lines) && slices.Contains(starts, l.lines[j].kind)
}
