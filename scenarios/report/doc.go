// Package report holds the result model of a run ([Run], [Scenario], [Step]) and
// its writers: each is a [Listener] that is told what happens and writes it down in
// one format. [Terminal] is for people who watch, [NewJUnit] for CI systems; [Multi] feeds
// several, and [Parse] makes one from a command-line flag.
//
// Names, log lines and messages come from feature files, pods and images, and may
// hold anything. Every writer escapes them for its format and cuts them to a limit:
//
//   - Terminal: control and format characters are written out (`\x1b`), so that
//     nothing moves the cursor or colours the screen; one value takes at most 4,000
//     bytes, a line of the live display never more than the screen's width.
//   - JUnit: the same, plus XML's own escapes; the text of one test case takes at
//     most 64 KiB, an attribute at most 1,000 bytes.
package report
