// Package steps is gherkind's vocabulary: one file per group of step definitions, with the name of the group. A definition is
// thin: it names the objects, and passes a pure check to [assert.Eventually], which waits by watching and explains a failure.
//
// To add a step, add a step.Def to its group: pattern, documentation, example and function are in one file. What several groups
// share is in internal/assert, internal/objects and internal/remote.
package steps
