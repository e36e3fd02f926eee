// Package debian reads the release and the package sources of a Debian host, and installs packages there.
package debian

import (
	"bufio"
	"fmt"
	"io/fs"
	"strings"
)

// Release is the content of /etc/os-release. Format: os-release(5).
type Release struct {
	ID       string // "debian"
	Codename string // "bookworm"
	Pretty   string // "Debian GNU/Linux 12 (bookworm)"
}

// IsDebian is true only for Debian itself: derivatives have other packages.
func (r Release) IsDebian() bool { return r.ID == "debian" }

// ReadRelease reads the release of the system with this root folder.
func ReadRelease(root fs.FS) (Release, error) {
	data, err := fs.ReadFile(root, "etc/os-release")
	if err != nil {
		return Release{}, fmt.Errorf("read the release of this system: %w", err)
	}
	var r Release
	lines := bufio.NewScanner(strings.NewReader(string(data)))
	for lines.Scan() {
		key, value, _ := strings.Cut(strings.TrimSpace(lines.Text()), "=")
		value = strings.Trim(value, `"'`)
		switch key {
		case "ID":
			r.ID = value
		case "VERSION_CODENAME":
			r.Codename = value
		case "PRETTY_NAME":
			r.Pretty = value
		}
	}
	return r, lines.Err()
}
