package chart

import (
	"errors"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/gherkind/gherkind/internal/fileerror"
)

// Error says what is wrong with a chart.
type Error = fileerror.Error

// wrong reduces an error of the library to one line, with the file of the chart that it concerns.
func (c *Chart) wrong(err error) error {
	if err == nil {
		return nil
	}
	if is, already := errors.AsType[*Error](err); already {
		return is
	}
	text := oneLine(err)
	if c.Name == "" {
		return &Error{Path: c.Path, Msg: text}
	}
	place := regexp.MustCompile(`\(?\b`+regexp.QuoteMeta(c.Name)+`/([\w./-]+):(\d+)(?::\d+)?\)?`).FindAllStringSubmatch(text, -1)
	if len(place) == 0 {
		return &Error{Path: c.Path, Msg: text}
	}
	at := place[0]
	line, err := strconv.Atoi(at[2])
	if err != nil {
		return &Error{Path: c.Path, Msg: text}
	}
	return &Error{Path: path.Join(c.Path, at[1]), Line: line, Msg: short(text)}
}

// saidBefore matches the library's prefix before the cause of an error in a template.
var saidBefore = regexp.MustCompile(`^(?:.*executing "[^"]*" at <.*?>: |.*execution error at \([^)]*\): |parse error at \([^)]*\): )`)

func short(text string) string {
	if rest := saidBefore.ReplaceAllString(text, ""); rest != "" {
		return rest
	}
	return text
}

func oneLine(err error) string {
	var lines []string
	for line := range strings.Lines(err.Error()) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, " ")
}
