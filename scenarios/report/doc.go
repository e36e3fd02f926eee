// Package report has the result model of a run: [Run], [Scenario] and [Step], the outcome of a scenario ([Outcome]), the comparison
// of its attempts ([Cause]), and the [Listener] that is notified during the run. Package formats has the writers of report
// files.
//
// Names, log lines and messages come from feature files, pods and images, and may
// contain anything. Every writer escapes them for its format: control and format
// characters are written out (`\x1b`), so that nothing moves the cursor or colours a
// screen, and special characters of XML, JSON, YAML, Markdown or a CI runner are text.
// Every writer cuts them to fixed limits and says so. The only exception is the source
// of the features in Cucumber Messages, which is unchanged.
package report
