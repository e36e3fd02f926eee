// Package attempts is the log of everything that was graded: a file of JSON lines that is only appended to.
//
// Each line is `{"entry":{…},"hash":"…"}`. The hash is the SHA-256 of the previous line's hash, a line break, and the entry exactly
// as written. So a line that was changed, removed, added or moved no longer matches, and [Verify] names it. Next to the log is
// LOG.head with the number of lines, the size and the last hash, which reveals a log that was truncated. Somebody who can write
// both files can replace the whole log; therefore the last hash is printed after each attempt, so that it can be saved elsewhere
// and passed to Verify.
//
// What was observed for each criterion is stored as a bundle in the folder LOG.bundles, named by the hash of its content, which is
// part of the entry: [Replay] computes the same marks from it without a cluster.
//
// One process writes at a time, holding the lock LOG.lock. An incomplete line of a killed process is after the part that the head
// counts: it was never acknowledged, and the next attempt replaces it.
package attempts
