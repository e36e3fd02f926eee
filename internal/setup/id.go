package setup

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
)

var notLabel = regexp.MustCompile(`[^a-z0-9]+`)

// longest is the maximum length of an ID, which is the suffix of an object's name and a label.
const longest = 40

// CheckID says what is wrong with an ID that somebody chose.
func CheckID(id string) error {
	if len(id) > longest || ID(id) != id {
		return fmt.Errorf("it may have lower-case letters, digits and dashes in between, at most %d of them; for example %q", longest, ID(id))
	}
	return nil
}

// ID is the default ID of the set-up of the project in a folder, the same on every machine: it is derived from the folder's name.
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
