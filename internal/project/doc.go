// Package project knows the settings of a run: their names, types and meanings in one table, [Table], from which the flags of
// the command line, the reader of gherkind.yaml, its JSON Schema and the page docs/project.md are made.
//
// A setting may be given by a flag, by a variable of the environment, by a profile of the project file, or by the project file
// itself; the first of these that gives it counts, else its default does.
package project
