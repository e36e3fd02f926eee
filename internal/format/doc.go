// Package format formats feature files: indentation, tables, tags and empty lines. To ensure that the content stays the same, it
// is parsed before and after, and compared.
package format
