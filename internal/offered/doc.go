// Package offered provides shell completions for the arguments of a command: features, their scenarios and tags, profiles,
// exercises and recordings of a folder. What cannot be read is left out, as the user has not asked for it yet.
package offered
