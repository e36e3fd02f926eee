// Package step is the catalogue of step definitions: one table that holds, for every step a feature may
// use, its pattern, its documentation, an example and the function that does the work.
//
// # Patterns
//
// A pattern is written as in Cucumber expressions:
//
//	pod {pod} is {status}          {name} is a typed placeholder
//	I delete pod(s) {pod}          (s) is optional text
//	the node is up/reachable       a/b is a choice between two words
//	a literal \{ \( \/ \\          a backslash takes the meaning away
//
// Each pattern is compiled once to an anchored regular expression. The expressions of the placeholders are
// lenient on purpose: "within 30x" must be reported as a bad duration, not as an undefined step.
//
// # Functions
//
// The Run of a [Def] has the shape
//
//	func(ctx context.Context, s S, placeholders... [, step.Ending | step.Span] [, step.DocString | step.Table | T]) error
//
// where S is the state that one scenario carries from step to step, and T what the ParseDoc of the definition makes of the
// doc string. [New] checks every definition against this shape, so that a mistake in the table is found when the program
// starts and not in the middle of a run.
//
// # From text to call
//
// [Catalogue.Match] finds the definition of a text, [Match.Plan] parses its values, and [Planned.Run] calls the function with
// them. Each happens once for a step: what checks a scenario before its run, and the run, use the same [Planned].
//
// # References
//
// A parameter takes the value of one placeholder, as the parser of its type gives it. What a value refers to in the
// scenario, such as the object with that name, is known only when the step runs. A type that finds it has, on its
// pointer, the method
//
//	Resolve(ctx context.Context, s S, values...) error
//
// and a parameter of that type takes as many placeholders as the method takes values. It is resolved once, before Run is
// called, parameter by parameter; an error of Resolve is the error of the step. The package world has such types for
// pods, containers, services, nodes and objects of any kind.
//
// # Endings
//
// A definition whose Run takes an [Ending] accepts " within {duration}", " for {duration}", or both in this
// order, after its own words. No definition writes them itself. One whose Run takes a [Span] says that something
// never happens: it accepts "throughout, " before its words, or " for {duration}" or " before {moment}" after them.
//
// The package knows nothing of Kubernetes, and of godog, which goes through the steps, only how one skips a scenario.
package step
