package operator

import "regexp"

// row matches a line that rows of Examples replace by whole fields: <spec>. That is not valid YAML.
var row = regexp.MustCompile(`(?m)^([ \t]*(?:- )?<[^<>\n]+>)([ \t]*\r?)$`)

// standIn turns such a line into a field.
const standIn = ": filled-in-by-a-row"

var rowStandIn = regexp.MustCompile(regexp.QuoteMeta(standIn) + `\b`)

// withoutRows replaces such lines by fields.
func withoutRows(text []byte) []byte { return row.ReplaceAll(text, []byte("${1}"+standIn+"${2}")) }

// withRows restores the lines.
func withRows(text []byte) []byte { return rowStandIn.ReplaceAll(text, nil) }
