package gherkin

import (
	"fmt"
	"slices"
	"strings"

	tagexpressions "github.com/cucumber/tag-expressions/go/v6"
)

// TagError says what is wrong with a tag expression.
type TagError struct {
	// Expression is the whole expression.
	Expression string
	// Message says what is wrong with it.
	Message string
	// Suggestion says what to write; may be empty.
	Suggestion string
}

func (e *TagError) Error() string {
	s := fmt.Sprintf("tag expression %q: %s", e.Expression, e.Message)
	if e.Suggestion != "" {
		s += "; " + e.Suggestion
	}
	return s
}

// Filter parses a Cucumber tag expression, such as `@pods and not (@slow or @wip)`, and returns a function
// that reports whether a scenario with the given tags is selected. An empty expression selects all. The error is a
// [*TagError].
//
// The language is described at https://github.com/cucumber/tag-expressions.
func Filter(expr string) (func(tags []string) bool, error) {
	if hint := fromBehat(expr); hint != "" {
		return nil, &TagError{
			Expression: expr, Message: "~, !, &&, || and commas are not part of a tag expression",
			Suggestion: fmt.Sprintf("did you mean: %s", hint),
		}
	}
	if err := checkTags(expr); err != nil {
		return nil, err
	}
	parsed, err := parseTags(expr)
	if err != nil {
		return nil, err
	}
	return parsed.Evaluate, nil
}

// checkTags checks the words of an expression. A single & or | is part of a word: such words are not tags.
func checkTags(expr string) error {
	words := tagWords(expr)
	for i, w := range words {
		lower := strings.ToLower(w)
		switch {
		case isTag(w) && len(w) > 1, w == "(", w == ")", isOperator(w):
		case isOperator(lower):
			return &TagError{Expression: expr, Message: w + " must be in lower case", Suggestion: "write " + lower}
		default:
			return &TagError{
				Expression: expr, Message: fmt.Sprintf("%q is neither a tag nor one of: and, or, not", w),
				Suggestion: "tags begin with @, as in @slow",
			}
		}
		if i > 0 && isTag(w) && isTag(words[i-1]) {
			return &TagError{
				Expression: expr, Message: fmt.Sprintf("there is nothing between %s and %s", words[i-1], w),
				Suggestion: fmt.Sprintf("write: %s and %s, or: %s or %s", words[i-1], w, words[i-1], w),
			}
		}
	}
	if n := len(words); n > 0 && isOperator(words[n-1]) {
		return &TagError{Expression: expr, Message: fmt.Sprintf("nothing follows %q", words[n-1]), Suggestion: "add a tag, or remove it"}
	}
	return nil
}

func isTag(w string) bool { return strings.HasPrefix(w, "@") }

func isOperator(w string) bool { return w == "and" || w == "or" || w == "not" }

// parseTags calls the library, which panics on some expressions without an operand.
func parseTags(expr string) (parsed tagexpressions.Evaluatable, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &TagError{Expression: expr, Message: "an operand is missing", Suggestion: "write it as in: @a and not (@b or @c)"}
		}
	}()
	parsed, err = tagexpressions.Parse(expr)
	if err != nil {
		_, why, found := strings.Cut(err.Error(), "syntax error: ")
		if !found {
			why = err.Error()
		}
		return nil, &TagError{Expression: expr, Message: plainTags(why), Suggestion: "write it as in: @a and not (@b or @c)"}
	}
	return parsed, nil
}

// plainTags rewords the errors of the library.
func plainTags(why string) string {
	switch strings.TrimSuffix(why, ".") {
	case "Unmatched (":
		return "a ( is never closed"
	case "Unmatched )":
		return "a ) closes nothing"
	case "Expected operand":
		return "a tag is missing"
	case "Expected operator":
		return "and, or is missing between two parts"
	default:
		return why
	}
}

// tagWords splits an expression into tags, operators and parentheses; a backslash keeps the next character in its word, as in
// the library.
func tagWords(expr string) []string {
	var out []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	escaped := false
	for _, r := range expr {
		switch {
		case escaped:
			b.WriteRune(r)
			escaped = false
		case r == '\\':
			escaped = true
		case r == '(' || r == ')':
			flush()
			out = append(out, string(r))
		case strings.ContainsRune(" \t\n", r):
			flush()
		default:
			b.WriteRune(r)
		}
	}
	flush()
	return out
}

// TagsOf returns the tags in an expression.
func TagsOf(expr string) []string {
	return slices.DeleteFunc(tagWords(expr), func(w string) bool { return !isTag(w) })
}
