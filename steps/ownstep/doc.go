// Package ownstep is for the step definitions of a project: it has what their functions need to change and to check objects with
// the guarantees of gherkind's own steps. A check waits by watching, fails with an explanation, and is never judged by a state from
// before the last action.
//
// A definition is a [step.Def] whose function receives a [*World], and is given to gherkind in scenarios.Options.Steps, or to
// cli.Main for a command that also lints, lists and completes it. docs/go.md is the guide.
//
// A function returns an error to fail its scenario; the text says what it found. An error of [Unobserved] says that it could not find
// out: that is infrastructure, as is whatever this package could not observe. A panic fails the scenario, and the report has its stack.
package ownstep
