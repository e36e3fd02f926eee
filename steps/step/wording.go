package step

import (
	"regexp"
	"slices"
	"strings"
)

// rewritings convert other wordings to the present tense of the steps.
var rewritings = []struct{ from, to []string }{
	{words("should not be"), words("is not")}, {words("must not be"), words("is not")}, {words("will not be"), words("is not")},
	{words("should not exist"), words("does not exist")}, {words("must not exist"), words("does not exist")},
	{words("should not have"), words("has no")}, {words("must not have"), words("has no")},
	{words("should be"), words("is")}, {words("must be"), words("is")}, {words("will be"), words("is")},
	{words("shall be"), words("is")}, {words("has to be"), words("is")}, {words("to be"), words("is")},
	{words("has been"), words("is")}, {words("have been"), words("is")}, {words("are"), words("is")},
	{words("becomes"), words("is")}, {words("become"), words("is")}, {words("reaches"), words("is")},
	{words("should have"), words("has")}, {words("must have"), words("has")}, {words("have"), words("has")},
	{words("should exist"), words("exists")}, {words("must exist"), words("exists")},
	{words("isn't"), words("is not")}, {words("doesn't"), words("does not")}, {words("hasn't"), words("has not")},
	{words("eventually"), nil}, {words("finally"), nil}, {words("now"), nil}, {words("successfully"), nil},
	{words("named"), nil}, {words("called"), nil}, {words("should"), nil}, {words("must"), nil},
}

func words(text string) []string { return strings.Fields(text) }

// reworded converts the text to present tense, with plain quotes.
func reworded(text string) string {
	list := tokens(inSeconds(text))
	for i, t := range list {
		if first := []rune(t)[0]; first != '"' && closing(first, true) != 0 && len([]rune(t)) > 1 {
			list[i] = `"` + strings.Trim(t, "'`“”‘’") + `"`
		}
	}
	for _, r := range rewritings {
		for i := 0; i+len(r.from) <= len(list); i++ {
			if slices.EqualFunc(list[i:i+len(r.from)], r.from, strings.EqualFold) {
				list = slices.Replace(list, i, i+len(r.from), r.to...)
			}
		}
	}
	return strings.Join(list, " ")
}

// bare is reworded without articles and without the subject "I", "we" or "user".
func bare(text string) string {
	list := tokens(reworded(text))
	if len(list) > 1 && slices.Contains([]string{"i", "we", "user"}, strings.ToLower(list[0])) {
		list = list[1:]
	}
	list = slices.DeleteFunc(list, func(t string) bool {
		return slices.Contains([]string{"the", "a", "an", "that", "my", "our"}, strings.ToLower(t))
	})
	return strings.TrimRight(strings.Join(list, " "), ".!")
}

var ofTime = regexp.MustCompile(`(?i) (within|in|after|before|under|for)(?: less than| at most| up to| about)? "?(\d+) ?(ms|s|m|h|milli|sec|min|hour|hr)[a-z]*"?[.!]?$`)

// inSeconds rewrites an ending such as "in 30 seconds" or "after 5 min" as "within 30s".
func inSeconds(text string) string {
	m := ofTime.FindStringSubmatchIndex(text)
	if m == nil {
		return text
	}
	part := func(i int) string { return strings.ToLower(text[m[2*i]:m[2*i+1]]) }
	word := "within"
	if part(1) == "for" {
		word = "for"
	}
	unit := map[string]string{"milli": "ms", "sec": "s", "min": "m", "hour": "h", "hr": "h"}[part(3)]
	if unit == "" {
		unit = part(3)
	}
	return text[:m[0]] + " " + word + " " + part(2) + unit
}
