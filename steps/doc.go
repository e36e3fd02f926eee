// Package steps is gherkind's vocabulary: one file per group of step definitions, named as the group is. A definition is
// thin: it names the objects, and hands a pure check to [assert.Eventually], which waits by watching and explains a miss.
//
// To add a step, add a step.Def to the group it belongs to: pattern, documentation, example and function stand together in
// one place. What several groups share is in packages of its own: internal/assert, internal/objects and internal/remote.
package steps
