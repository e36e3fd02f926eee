// Package gherkin reads feature files, finds all mistakes in them before any cluster is touched, selects scenarios,
// and executes one.
//
// # The way of a feature
//
// [Load] parses files with the parser that godog uses, and creates a [Pickle] for each scenario and for each row
// of Examples. [Bind] matches every step with the catalogue and parses every value, once. [Lint] finds mistakes. [Select]
// filters by tags. [Execute] runs one pickle. All problems are reported at once, each with file, line and a suggestion.
//
// # One suite per pickle
//
// gherkind schedules scenarios itself: in parallel, some of them alone, again after a failure. godog only supports
// a number of goroutines. So [Execute] gives godog a suite with exactly one scenario, and uses it to call each step
// and to skip the rest after a failure. The definition and the values of each step are found before the run, not by
// godog, so what was checked is what runs.
// The hooks around the scenario run outside of godog, because godog calls its own After hook before it reports
// skipped steps, does not call it for a scenario without steps, and lets its panic end the process.
// godog accepts the text of a feature, but not a syntax tree, so it parses the file of the pickle again.
// A feature is executed from the text that was linted; later changes to the file have no effect.
package gherkin
