// Package offered has the names that a shell offers while somebody types a command: features, their scenarios and tags, profiles,
// exercises and recordings of a folder. What cannot be read is left out, as nobody asked for it yet.
package offered
