// Package grade judges what a student has built by the criteria of an exercise: in the student's namespace as it is, and, where a
// criterion changes something, in a copy.
package grade
