// Package report holds the result model of a run ([Run], [Scenario], [Step]) and
// its writers: each is a [Listener] that is told what happens and writes it down in
// one format. [Terminal] is for people who watch; [Formats] lists the reports that are
// files; [Multi] feeds several, and [Parse] makes one from a command-line flag.
//
// A new format is a function that says what it has of one scenario, a function that makes a file
// of these parts (see file), a line in [Formats] and a checker in hostile_test.go.
//
// Names, log lines and messages come from feature files, pods and images, and may
// hold anything. Every writer escapes them for its format: control and format
// characters are written out (`\x1b`), so that nothing moves the cursor or colours a
// screen, and what means something in XML, JSON, YAML, Markdown or to a runner is text. Every
// writer cuts them to the limits of limits.go, and says so where it did. The only exception
// is the source of the features in [NewMessages], which is as its author wrote it.
package report
