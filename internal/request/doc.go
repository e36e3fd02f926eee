// Package request parses the HTTP requests in scenarios: a line with the method and the address, header lines, an empty line,
// and the body.
package request
