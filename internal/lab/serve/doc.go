// Package serve is the web page on which students read an exercise, submit their work, and watch the result of each
// criterion, while an instructor sees the class.
//
// It grades nothing itself: work waits in a queue in the store of the class, and is passed to the grader that
// gherkind grade class uses. The parts are [Issue] (tokens), room (the state of each student, and the queue), workers, and the
// handlers of the pages. What students and exercises write is escaped by html/template; the pages load nothing external.
package serve
