package project

import (
	"fmt"
	"strings"
)

// Markdown returns the table of all settings, for docs/project.md.
func Markdown() string {
	var b strings.Builder
	section := ""
	for _, s := range Table() {
		if s.Section != section {
			section = s.Section
			fmt.Fprintf(&b, "\n**%s**\n\n| setting | flag | type | default | meaning |\n|---|---|---|---|---|\n", section)
		}
		flag := "`--" + s.Name() + "`"
		if !s.HasFlag() {
			flag = "arguments"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s. For example `%s: %s` |\n", s.Key, flag, s.Type(), s.unset(), s.meaning(), s.Key, s.Example)
	}
	return b.String()
}

// meaning returns the help of its flag without the default.
func (s Setting) meaning() string {
	before, _, _ := strings.Cut(s.Doc, " (default")
	return before
}

// unset says what applies if the setting is not set.
func (s Setting) unset() string {
	if s.Unset != "" {
		return s.Unset
	}
	if text := shown(s.value(Defaults())); text != "" {
		return "`" + text + "`"
	}
	return "none"
}
