// Package assert holds the ways to say that something is so: [Eventually] waits by watching, [Poll] waits for what no watch
// tells by asking again, [Now] looks at what has been seen so far, [Never] judges what must not have happened, and
// [Throughout] watches to the end of the scenario. A wait says with [Option]s how it differs from others. A miss becomes an
// explain.Failure, with its cause; waits fail fast when what they await can no longer come.
package assert
