package gherkin

import (
	"strings"
)

// fromBehat converts an expression in the style of Behat and godog to a tag expression; "" if it is not one. There "&&" means
// and, a comma means or and binds tighter, "~" means not. "||" and "!" are common extensions.
func fromBehat(expr string) string {
	if !strings.ContainsAny(expr, "~!,") && !strings.Contains(expr, "&&") && !strings.Contains(expr, "||") {
		return ""
	}
	var all []string
	parts := strings.Split(expr, "&&")
	for _, part := range parts {
		var any []string
		for _, tag := range strings.Split(strings.ReplaceAll(part, "||", ","), ",") {
			if tag = fromBehatTag(tag); tag != "" {
				any = append(any, tag)
			}
		}
		joined := strings.Join(any, " or ")
		if len(any) > 1 && len(parts) > 1 {
			joined = "(" + joined + ")"
		}
		if joined != "" {
			all = append(all, joined)
		}
	}
	return strings.Join(all, " and ")
}

func fromBehatTag(tag string) string {
	tag = strings.TrimSpace(tag)
	for _, not := range []string{"~", "!"} {
		if rest, ok := strings.CutPrefix(tag, not); ok {
			return "not " + strings.TrimSpace(rest)
		}
	}
	return tag
}
