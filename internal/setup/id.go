package setup

import (
	"path/filepath"
	"regexp"
	"strings"
)

var notLabel = regexp.MustCompile(`[^a-z0-9]+`)

// longest is how long an ID may be: it is the end of the name of an object, and a label.
const longest = 40

// ID stands for the set-up of the project in a folder, on every machine: it is made of the folder's name.
func ID(dir string) string {
	id := strings.Trim(notLabel.ReplaceAllString(strings.ToLower(filepath.Base(dir)), "-"), "-")
	if len(id) > longest {
		id = strings.Trim(id[:longest], "-")
	}
	if id == "" {
		return "project"
	}
	return id
}
