// Package steps contains the step definitions: one file per group, named like the group. A definition is thin: it resolves the
// objects and passes a pure check to [assert.Eventually], which waits for watch events and explains failures.
//
// To add a step, add a step.Def to its group: pattern, documentation, example and function are in one file. Code that several
// groups use is in internal/assert, internal/objects and internal/remote.
package steps
