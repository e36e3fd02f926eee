// Package gherkin reads feature files, finds everything that is wrong with them before any cluster is touched,
// selects scenarios, and executes one.
//
// # The way of a feature
//
// [Load] parses files with the parser that godog uses, and makes a [Pickle] of each scenario and of each row
// of Examples. [Bind] matches every step with the catalogue and parses every value, once. [Lint] says what is wrong. [Select]
// filters by tags. [Execute] runs one pickle. All problems are reported at once, each with file, line and what to do.
//
// # One suite per pickle
//
// gherkind schedules scenarios itself: in parallel, some of them alone, again after a failure. godog knows
// only a number of goroutines. So [Execute] gives godog a suite with exactly one scenario, and godog does what
// it is good at: going through the steps, calling each, and skipping the rest after a failure. Which definition a step has, and
// with which values, it is not asked: that was found before the run, and what was checked is what is run.
// The hooks around the scenario run outside of godog, because godog calls its own After hook before it reports
// the steps that are skipped, not at all when a scenario has no steps, and lets its panic end the process.
// godog takes the text of a feature and no syntax tree, so it parses the one file of the pickle again.
// A feature is executed from the text that was linted: a file changed in between changes nothing.
package gherkin
