// Package serve is the web page on which students read an exercise, have their work checked, and watch what becomes of each
// criterion, while an instructor sees the class.
//
// It grades nothing itself: work waits in a queue that is kept in the store of the class, and is handed to the grader that
// gherkind grade class uses. The parts are [Issue] (tokens), room (what is known of each student, and the queue), workers, and the
// handlers of the pages. What students and exercises write is escaped by html/template; the pages load nothing from elsewhere.
package serve
