// Package formats writes the results of mutants: to a terminal, and as files for other tools.
package formats
