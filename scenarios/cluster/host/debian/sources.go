package debian

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// source is one entry of the apt configuration. Formats: sources.list(5).
type source struct{ uris, suites, components []string }

// readSources reads sources.list, then sources.list.d in alphabetical order.
func readSources(root fs.FS) ([]source, error) {
	names := []string{"etc/apt/sources.list"}
	for _, pattern := range []string{"etc/apt/sources.list.d/*.list", "etc/apt/sources.list.d/*.sources"} {
		found, err := fs.Glob(root, pattern)
		if err != nil {
			return nil, fmt.Errorf("list apt sources: %w", err)
		}
		names = append(names, found...)
	}
	var all []source
	for _, name := range names {
		data, err := fs.ReadFile(root, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read apt sources: %w", err)
		}
		if strings.HasSuffix(name, ".sources") {
			all = append(all, parseStanzas(string(data))...)
		} else {
			all = append(all, parseLines(string(data))...)
		}
	}
	return all, nil
}

// parseLines parses the one-line format: deb [options] URI suite component…
func parseLines(text string) []source {
	var all []source
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "deb ")
		if !ok {
			continue
		}
		if rest = strings.TrimSpace(rest); strings.HasPrefix(rest, "[") {
			_, rest, _ = strings.Cut(rest, "]")
		}
		if f := strings.Fields(rest); len(f) >= 3 {
			all = append(all, source{f[:1], f[1:2], f[2:]})
		}
	}
	return all
}

// parseStanzas parses the deb822 format; continuation lines start with a space.
func parseStanzas(text string) []source {
	var all []source
	fields := map[string][]string{}
	key := ""
	flush := func() {
		enabled := strings.Join(fields["enabled"], "")
		if strings.Contains(" "+strings.Join(fields["types"], " ")+" ", " deb ") && enabled != "no" {
			all = append(all, source{fields["uris"], fields["suites"], fields["components"]})
		}
		fields, key = map[string][]string{}, ""
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.TrimSpace(line) == "":
			flush()
		case line[0] == ' ' || line[0] == '\t':
			fields[key] = append(fields[key], strings.Fields(line)...)
		default:
			name, value, _ := strings.Cut(line, ":")
			key = strings.ToLower(name)
			fields[key] = strings.Fields(value)
		}
	}
	flush()
	return all
}
