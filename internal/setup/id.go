package setup

import (
	"path/filepath"
	"regexp"
	"strings"
)

var notLabel = regexp.MustCompile(`[^a-z0-9]+`)

// longest is the maximum length of an ID, which is the suffix of an object's name and a label.
const longest = 40

// ID identifies the set-up of the project in a folder, on every machine: it is derived from the folder's name.
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
