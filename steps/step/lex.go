package step

import (
	"fmt"
	"strings"
)

// lex splits a pattern into single characters, placeholders, optional texts and slashes. A slash is a part with an empty
// choice.
func lex(pattern string) ([]part, error) {
	var items []part
	for rest := pattern; rest != ""; {
		item, n, err := next(rest)
		if err != nil {
			return nil, fmt.Errorf("pattern %q: %w", pattern, err)
		}
		items, rest = append(items, item), rest[n:]
	}
	return items, nil
}

// next reads one item and returns its length in bytes.
func next(s string) (part, int, error) {
	switch s[0] {
	case '\\':
		if len(s) == 1 || !strings.ContainsRune(`\(){}/`, rune(s[1])) {
			return part{}, 0, fmt.Errorf(`a backslash must stand before one of \ ( ) { } /`)
		}
		return part{text: s[1:2]}, 2, nil
	case '{':
		return enclosed(s, '}', func(inner string) part { return part{param: inner} })
	case '(':
		return enclosed(s, ')', func(inner string) part { return part{optional: inner} })
	case '}', ')':
		return part{}, 0, fmt.Errorf(`%q closes nothing; write \%c for the sign itself`, s[:1], s[0])
	case '/':
		return part{choice: [][]part{}}, 1, nil
	}
	for i := range s {
		if i > 0 {
			return part{text: s[:i]}, i, nil
		}
	}
	return part{text: s}, len(s), nil
}

// enclosed reads the text up to the closing bracket. Brackets do not nest.
func enclosed(s string, end byte, make func(string) part) (part, int, error) {
	i := strings.IndexByte(s, end)
	if i < 0 {
		return part{}, 0, fmt.Errorf(`%q is never closed; write \%c for the sign itself`, s[:1], s[0])
	}
	inner := s[1:i]
	if strings.TrimSpace(inner) == "" || strings.ContainsAny(inner, `{}()/\`) {
		return part{}, 0, fmt.Errorf("%q must hold plain words only", s[:i+1])
	}
	return make(inner), i + 1, nil
}
