// Package assert has the ways to check a condition: [Eventually] waits by watching, [Poll] waits by asking again for what
// cannot be watched, [Now] looks at what has been observed so far, [Never] checks what must not have happened, and
// [Throughout] watches until the end of the scenario. [Option]s change how a wait behaves. A miss becomes an
// explain.Failure with its cause. Waits fail fast when their condition can no longer become true.
package assert
