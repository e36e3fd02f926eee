// Package placeholder holds the typed placeholders of the vocabulary: what may stand for {name} or {status} in a step, and
// the value that it becomes.
package placeholder
