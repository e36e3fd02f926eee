// Package annotation writes the workflow commands with which a GitHub Actions step annotates lines of files.
package annotation

import (
	"fmt"
	"strings"
)

// Most is how many annotations of a kind GitHub shows for one step.
const Most = 10

// Annotation is one command.
type Annotation struct {
	Kind          string // error, warning or notice
	File          string // empty for none
	Line, Column  int    // 0 for none
	Title, Detail string
}

// The runner interprets these characters: %, line breaks, and in properties also : and ,.
var (
	detailEscapes   = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// String returns the command, in one line.
func (a Annotation) String() string {
	var properties []string
	add := func(name, text string) {
		if text != "" {
			properties = append(properties, name+"="+propertyEscapes.Replace(text))
		}
	}
	add("file", a.File)
	if a.File != "" && a.Line > 0 {
		add("line", fmt.Sprint(a.Line))
	}
	if a.File != "" && a.Column > 0 {
		add("col", fmt.Sprint(a.Column))
	}
	add("title", a.Title)
	return fmt.Sprintf("::%s %s::%s\n", a.Kind, strings.Join(properties, ","), detailEscapes.Replace(a.Detail))
}
