package kube

import (
	"bytes"
	"errors"
	"regexp"
	"sort"
	"strconv"
	"strings"

	yaml3 "gopkg.in/yaml.v3"

	"github.com/gherkind/gherkind/internal/fileerror"
)

// syntaxError rewords a YAML parser error and finds its line. The parser names the line where the enclosing block begins, or
// one line too low, or none. The right line is the first at which the file, cut off after it, gives the same error.
func syntaxError(path string, data []byte, err error) error {
	named, msg := plain(err)
	lines := bytes.SplitAfter(data, []byte("\n"))
	named = min(named, len(lines))
	line := named + sort.Search(len(lines)-named, func(i int) bool {
		_, err := read(path, bytes.Join(lines[:named+i], nil))
		if err == nil {
			return false
		}
		_, same := plain(err)
		return same == msg
	})
	return fileerror.At(path, line, "the YAML cannot be read: "+readable(msg, string(lines[line-1])))
}

var lineIn = regexp.MustCompile(`^line (\d+): `)

// plain returns the first of the errors without its line, and that line; 1 if it names none.
func plain(err error) (line int, msg string) {
	var several *yaml3.TypeError
	if errors.As(err, &several) && len(several.Errors) > 0 {
		msg = several.Errors[0]
	} else {
		msg = err.Error()
	}
	msg = strings.TrimPrefix(strings.TrimPrefix(msg, "error converting YAML to JSON: "), "yaml: ")
	at := lineIn.FindStringSubmatch(msg)
	if at == nil {
		return 1, msg
	}
	msg = strings.TrimPrefix(msg, at[0])
	if line, err = strconv.Atoi(at[1]); err != nil {
		return 1, msg
	}
	return max(line, 1), msg
}

// readable replaces or explains what only a programmer would understand.
func readable(msg, line string) string {
	const placeholder = "a placeholder such as {{ .Name }} must be filled in before"
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	switch {
	case strings.Contains(msg, "invalid map key") && strings.Contains(line, "{{"), strings.Contains(msg, "invalid map key: map["):
		return placeholder
	case strings.Contains(msg, "invalid map key"), strings.Contains(msg, "unsupported map key"):
		return "a key must be a text"
	case strings.Contains(msg, "incompatible YAML document"):
		return "only version 1.1 of YAML can be read: take the line with %YAML out"
	case strings.Contains(msg, "unsupported value"):
		return "an object cannot hold a number that is infinite or none (.inf, .nan)"
	case strings.Contains(msg, "tab character"), strings.Contains(msg, "cannot start any token") && strings.Contains(indent, "\t"):
		return "there is a tab at the beginning of the line; YAML is indented with spaces"
	case strings.Contains(line, "{{"):
		msg += " (" + placeholder + ")"
	case strings.Contains(msg, "cannot start any token"):
		msg += " (a text that begins with @, ` or % needs quotes)"
	}
	return strings.Join(strings.Fields(msg), " ")
}
