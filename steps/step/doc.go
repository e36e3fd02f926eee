// Package step is the catalogue of step definitions: one table with the pattern, the documentation, an example and the function
// of every step that a feature may use.
//
// # Patterns
//
// A pattern is written like a Cucumber expression:
//
//	pod {pod} is {status}          {name} is a typed placeholder
//	I delete pod(s) {pod}          (s) is optional text
//	the node is up/reachable       a/b is a choice between two words
//	a literal \{ \( \/ \\          a backslash escapes a character
//
// Each pattern is compiled once to an anchored regular expression. The expressions of the placeholders are lenient on purpose:
// "within 30x" must be reported as a bad duration, not as an undefined step.
//
// # Functions
//
// The Run of a [Def] has the signature
//
//	func(ctx context.Context, s S, placeholders... [, step.Ending | step.Span] [, step.DocString | step.Table | T]) error
//
// where S is the state that a scenario passes from step to step, and T is the type of the result of ParseDoc. [New] checks the
// signature of every definition, so that a mistake is found when the program starts and not during a run.
//
// # From text to call
//
// [Catalogue.Match] finds the definition of a text, [Match.Plan] parses its values, and [Planned.Run] calls the function with
// them. Each happens once per step: the checks before a run and the run itself use the same [Planned].
//
// # References
//
// A parameter receives the value of one placeholder, as the parser of its type returns it. What the value refers to in the
// scenario, such as the object with that name, is known only when the step runs. A parameter type that resolves this has, on
// its pointer, the method
//
//	Resolve(ctx context.Context, s S, values...) error
//
// and a parameter of that type takes as many placeholders as the method takes values. It is resolved once, before Run is
// called, in the order of the parameters; an error of Resolve is the error of the step. Package world has such types for pods,
// containers, services, nodes and objects of any kind.
//
// # Endings
//
// A definition whose Run takes an [Ending] accepts " within {duration}", " for {duration}", or both in this order, after its
// pattern. Patterns do not contain these endings themselves. A definition whose Run takes a [Span] says that something never
// happens: it accepts "throughout, " before its pattern, or " for {duration}" or " before {moment}" after it.
//
// The package does not depend on Kubernetes. From godog, which runs the steps, it uses only the error that skips a scenario.
package step
