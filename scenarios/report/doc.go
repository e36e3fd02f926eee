// Package report holds the result model of a run: [Run], [Scenario] and [Step], what a scenario counts as ([Verdict]), what
// its attempts say ([Cause]), and the [Listener] that is told while it goes on. Package formats has the writers
// that make files of it.
//
// Names, log lines and messages come from feature files, pods and images, and may
// hold anything. Every writer escapes them for its format: control and format
// characters are written out (`\x1b`), so that nothing moves the cursor or colours a
// screen, and what means something in XML, JSON, YAML, Markdown or to a runner is text. Every
// writer cuts them to fixed limits, and says so where it did. The only exception
// is the source of the features in Cucumber Messages, which is as its author wrote it.
package report
