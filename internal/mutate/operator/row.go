package operator

import "regexp"

// row is a line that a row of Examples fills in with whole fields: <spec>. YAML has no such thing.
var row = regexp.MustCompile(`(?m)^([ \t]*(?:- )?<[^<>\n]+>)([ \t]*\r?)$`)

// standIn is what makes a field of such a line.
const standIn = ": filled-in-by-a-row"

var rowStandIn = regexp.MustCompile(regexp.QuoteMeta(standIn) + `\b`)

// withoutRows makes fields of the lines that a row fills in.
func withoutRows(text []byte) []byte { return row.ReplaceAll(text, []byte("${1}"+standIn+"${2}")) }

// withRows makes the lines again.
func withRows(text []byte) []byte { return rowStandIn.ReplaceAll(text, nil) }
