// Package steps is gherkind's vocabulary: one file per subject, each a group
// of step definitions. A definition is thin: it names the objects, and hands
// a pure check to [expect], which waits by watching and explains a miss.
//
// To add a step, add a step.Def to the group it belongs to: pattern,
// documentation, example and function stand together in one place.
package steps
