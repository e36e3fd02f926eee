// Package formats writes what has become of mutants: for a person at a terminal, and as files for other tools.
package formats
