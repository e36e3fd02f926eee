// Package format lays out feature files: indentation, tables, tags and empty lines. What a file says stays the same: the text
// is parsed before and after, and compared.
package format
