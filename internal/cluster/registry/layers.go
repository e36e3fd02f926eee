package registry

import (
	"fmt"
	"regexp"
	"strings"
)

// layers follows a pull by the lines that Docker prints without a terminal: one for each change of a layer.
type layers struct {
	state   map[string]string
	retried map[string]bool
}

var layerLine = regexp.MustCompile(`^([0-9a-f]{12}): (.+)$`)

// take reads a line, and returns a text if the progress should be shown.
func (l *layers) take(line string) string {
	match := layerLine.FindStringSubmatch(strings.TrimSpace(line))
	if match == nil {
		return ""
	}
	if l.state == nil {
		l.state, l.retried = map[string]string{}, map[string]bool{}
	}
	id, state := match[1], match[2]
	before := l.state[id]
	l.state[id] = state
	switch {
	case strings.HasPrefix(state, "Retrying in") && !l.retried[id]:
		l.retried[id] = true
		return "the connection broke off, and Docker tries again"
	case came(state) && !came(before):
		return fmt.Sprintf("%d of %d layers pulled", l.come(), len(l.state))
	}
	return ""
}

func (l *layers) come() int {
	n := 0
	for _, state := range l.state {
		if came(state) {
			n++
		}
	}
	return n
}

// came reports whether a layer was downloaded, even if it is not unpacked yet.
func came(state string) bool {
	switch state {
	case "Download complete", "Pull complete", "Already exists", "Extracting":
		return true
	}
	return false
}
