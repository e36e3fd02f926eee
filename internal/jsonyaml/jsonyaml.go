// Package jsonyaml makes JSON readable for a YAML parser, which knows the line of each value. JSON is YAML except for some escapes.
package jsonyaml

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strconv"
	"unicode/utf16"
)

// Value is one of the values in a JSON text.
type Value struct {
	Raw   []byte
	Begin int // where it begins, in bytes
	Line  int // 1-based
}

// Values returns the values of a text that consists of JSON: kubectl reads any number of concatenated values. ok is false for
// anything else, perhaps YAML.
func Values(data []byte) (values []Value, ok bool) {
	text := bytes.TrimPrefix(data, []byte("\ufeff"))
	if !bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		return nil, false
	}
	mark := len(data) - len(text)
	decoder := json.NewDecoder(bytes.NewReader(text))
	for {
		var raw json.RawMessage
		err := decoder.Decode(&raw)
		if errors.Is(err, io.EOF) {
			return values, true
		}
		if err != nil {
			return nil, false
		}
		begin := mark + int(decoder.InputOffset()) - len(raw)
		values = append(values, Value{Raw: raw, Begin: begin, Line: 1 + bytes.Count(data[:begin], []byte("\n"))})
	}
}

// escapes matches the JSON escapes that YAML does not have, and escaped backslashes.
var escapes = regexp.MustCompile(`\\\\|\\/|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}`)

// Text converts a JSON value to equivalent YAML.
func Text(value []byte) []byte { return escapes.ReplaceAllFunc(value, unescaped) }

func unescaped(escape []byte) []byte {
	switch string(escape) {
	case `\\`:
		return escape
	case `\/`:
		return []byte("/")
	}
	high, errHigh := strconv.ParseUint(string(escape[2:6]), 16, 16)
	low, errLow := strconv.ParseUint(string(escape[8:12]), 16, 16)
	if errHigh != nil || errLow != nil {
		return escape
	}
	return []byte(string(utf16.DecodeRune(rune(high), rune(low))))
}
