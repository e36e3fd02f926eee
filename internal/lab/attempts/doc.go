// Package attempts is the log of all that was graded: a file of JSON lines to which lines are added and that is never changed.
//
// Each line is `{"entry":{…},"hash":"…"}`. The hash is SHA-256 of the hash of the line before, a line break, and the entry as
// it stands there: so a line that is changed, missing, added or moved does not fit any more, and [Verify] names it. Beside the log lies
// LOG.head with the number of lines, the size and the last hash: so a log that was cut at its end is noticed as well. Who can write
// both files can write a whole new log; the last hash is printed after each attempt, so that it can be kept elsewhere and given to
// Verify.
//
// What was observed of each criterion is kept as a bundle in the folder LOG.bundles, under the hash of its content, which stands in
// the entry: [Replay] gives the same marks from it without a cluster.
//
// One process writes at a time, under the lock LOG.lock. A line that a killed process has written in part stands behind what the head
// counts: it was never acknowledged, and the next attempt takes its place.
package attempts
