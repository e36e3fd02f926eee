// Package project has the settings of a run: their names, types and meanings are in one table, [Table], from which the flags of
// the command line, the reader of gherkind.yaml, its JSON Schema and the page docs/project.md are generated.
//
// A setting may be given by a flag, by an environment variable, by a profile of the project file, or by the project file
// itself; the first of these counts, otherwise the default.
package project
