// Package request reads the HTTP requests that scenarios write: a line with the method and the address, lines with headers, an
// empty line, and the body.
package request
